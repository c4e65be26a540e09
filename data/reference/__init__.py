"""Official tables as small files, and the one loader that turns them into frozen records.

Everything here is replaceable data with a source; nothing is computed from reports. Names, codes and dates that
no public source confirms carry a mark that the screen shows as 要確認.
"""

from __future__ import annotations

from data.reference.codes import check_digit, comparable_name
from data.reference.loader import (
    COMMON_FUNCTION,
    Body,
    Business,
    Milestone,
    Prefecture,
    PublishedFigure,
    Reference,
    Step,
    load_reference,
)
from data.reference.thresholds import FollowUpRules, MeetingRules, ReportingRules, Rules, VendorRiskRules

__all__ = [
    "COMMON_FUNCTION",
    "Body",
    "Business",
    "FollowUpRules",
    "MeetingRules",
    "Milestone",
    "Prefecture",
    "PublishedFigure",
    "Reference",
    "ReportingRules",
    "Rules",
    "Step",
    "VendorRiskRules",
    "check_digit",
    "comparable_name",
    "load_reference",
]
