"""What a statement in the cage may be made of: everything else is refused, also what a later DuckDB will bring."""

from __future__ import annotations

from typing import Final

FUNCTIONS: Final = frozenset(
    """
    + - * / // % ** ^ & | ~ << >> ! !~~ ~~ ~~* !~~* ~ !~ ^@ ||
    abs round floor ceil ceiling trunc sign sqrt power pow exp ln log log10 log2 mod greatest least
    coalesce nullif ifnull if error
    count count_star count_if sum avg mean min max median mode quantile quantile_cont quantile_disc
    stddev stddev_samp stddev_pop variance var_samp var_pop corr covar_pop covar_samp regr_slope regr_intercept regr_r2
    bool_and bool_or bit_and bit_or any_value first last arg_min arg_max min_by max_by
    approx_count_distinct entropy skewness kurtosis
    string_agg group_concat list array_agg histogram product fsum
    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
    lower upper trim ltrim rtrim length strlen substr substring left right starts_with ends_with prefix suffix contains
    instr position strpos concat concat_ws like_escape ilike_escape not_like_escape regexp_matches regexp_full_match
    regexp_extract ascii chr md5 hash split_part string_split reverse translate
    date_part datepart date_trunc datetrunc date_diff datediff date_sub datesub date_add year month day quarter week
    weekday dayofweek dayofyear last_day make_date strftime strptime try_strptime extract epoch to_days to_months
    to_years age today current_date
    list_value array_length len list_contains list_extract array_extract list_sort list_distinct unnest row struct_pack
    struct_extract cast try_cast in between isnan isfinite bit_count
    """.split()
)
"""Functions and operators: none reads or writes anything, tells of the machine, or makes much of little."""

JOINING: Final = frozenset({"||", "concat", "concat_ws"})
"""Functions whose text is as long as all they are given."""
BUNDLING: Final = frozenset({"row", "struct_pack", "list_value"})
"""Functions that make one value of all they are given."""
NESTING: Final = BUNDLING | {"list", "array_agg", "histogram", "string_split"}
"""Functions whose value holds several values."""
USUAL_ARGUMENTS: Final = {"min": 1, "max": 1, "arg_min": 2, "arg_max": 2, "min_by": 2, "max_by": 2}
"""Functions that answer a list where they are given more than so many arguments."""
LISTED_ASKED: Final = frozenset({"quantile", "quantile_cont", "quantile_disc", "regexp_extract"})
"""Functions that answer several values where their last argument is a list."""
GATHERING: Final = frozenset({"string_agg", "group_concat", "list", "array_agg", "histogram"})
"""Functions that make one long value of many rows."""

TABLE_FUNCTIONS: Final = frozenset({"range", "generate_series", "unnest"})

QUERY_TYPES: Final = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "CTE_NODE"})
SOURCE_TYPES: Final = frozenset({"BASE_TABLE", "JOIN", "SUBQUERY", "EMPTY", "EXPRESSION_LIST", "TABLE_FUNCTION"})
EXPRESSION_CLASSES: Final = frozenset(
    """
    CONSTANT COLUMN_REF FUNCTION COMPARISON CONJUNCTION CASE CAST BETWEEN OPERATOR STAR SUBQUERY WINDOW
    POSITIONAL_REFERENCE COLLATE TYPE
    """.split()
)

TYPES: Final = frozenset(
    """
    boolean bool tinyint smallint integer int int1 int2 int4 int8 bigint long hugeint utinyint usmallint uinteger
    ubigint float float4 float8 real double decimal numeric varchar text string char bpchar
    date time timestamp datetime timestamp_s timestamp_ms timestamp_us interval
    """.split()
)
"""Types a value may be turned into: none is written with more letters for each letter it had (BIT has eight)."""
LITERAL_KINDS: Final = frozenset({"STRING", "INTEGER", "NUMERIC", "BOOLEAN", "NULL_LITERAL"})

SESSION_WORDS: Final = frozenset(
    """
    current_catalog current_schema current_role current_user session_user user current_time current_timestamp localtime
    localtimestamp rowid
    """.split()
)
"""Names that mean something of the session or of the storage where no column is called so."""
