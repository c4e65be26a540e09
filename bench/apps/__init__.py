"""Small Streamlit apps that draw the map the plain way, to measure beside the dashboard."""
