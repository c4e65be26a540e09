"""What ``streamlit run`` starts: the dashboard of app.py, its answers marked with how long a browser may keep them."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from components.lasting_addresses import LastingAddresses

app = st.App("app.py", middleware=[Middleware(LastingAddresses)])
