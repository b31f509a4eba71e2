/* NULL for each pointer of each function in turn. */

#include "check.h"

static void frees(void)
{
    attain_error_free(NULL);
    attain_text_free(NULL);
    attain_plan_free(NULL);
    attain_engine_free(NULL);
    attain_outcomes_free(NULL);
    attain_view_free(NULL);
    attain_columns_free(NULL);
    attain_calendar_free(NULL);
    attain_table_free(NULL);
    attain_cascade_free(NULL);
    TRUE("every *_free takes NULL", 1);
}

static void getters(void)
{
    uint64_t start = 7, end = 7;

    INT("status of no error", ATTAIN_OK, attain_error_status(NULL));
    TEXT("code of no error", "", attain_error_code(NULL));
    TEXT("message of no error", "", attain_error_message(NULL));
    TEXT("help of no error", "", attain_error_help(NULL));
    TEXT("path of no error", "", attain_error_path(NULL));
    TEXT("JSON of no error", "{}", attain_error_json(NULL));
    INT("problems of no error", 0, attain_error_count(NULL));
    TRUE("a problem of no error", attain_error_at(NULL, 0) == NULL);
    INT("span of no error", 0, attain_error_span(NULL, &start, &end));
    INT("a span that is not there writes nothing", 14, start + end);
    TRUE("data of no text", attain_text_data(NULL) == NULL);
    INT("length of no text", 0, attain_text_len(NULL));
    TEXT("name of no plan", "", attain_plan_name(NULL));
    TEXT("hash of no plan", "", attain_plan_fingerprint(NULL));
    TRUE("one more handle to no plan", attain_plan_retain(NULL) == NULL);
    TRUE("plan of no engine", attain_engine_plan(NULL) == NULL);
    INT("entries of no outcomes", 0, attain_outcomes_len(NULL));
    INT("counted of no outcomes", 0, attain_outcomes_count(NULL, ATTAIN_OUTCOME_COUNTED));
    INT("an outcome of none", 0, attain_outcomes_at(NULL, 0));
    TRUE("the next of no outcomes", attain_outcomes_next(NULL, 0) == ATTAIN_INDEX_NONE);
    INT("a feature without a name", 0, attain_has_feature(NULL));
}

static void makers(attain_plan *plan)
{
    attain_plan *made = GARBAGE;
    attain_engine *engine = GARBAGE;
    attain_calendar *calendar = GARBAGE;
    attain_text *text = GARBAGE;
    attain_plan_options options;

    attain_plan_options_init(NULL, sizeof options);
    attain_place_init(NULL, sizeof(attain_place));
    attain_decimal_from_i64(1, 0, NULL);
    TRUE("what sets up takes NULL", 1);

    IS_NULL("json", attain_plan_load_json(NULL, 3, NULL, &made, E));
    TRUE("a plan that was not made is NULL", made == NULL);
    IS_NULL("out", attain_plan_load_json(SMALL, strlen(SMALL), NULL, NULL, E));
    IS_NULL("plan", attain_plan_to_json(NULL, &text, E));
    TRUE("a text that was not made is NULL", text == NULL);
    IS_NULL("out", attain_plan_to_json(plan, NULL, E));
    IS_NULL("plan", attain_plan_calendar(NULL, &calendar, E));
    TRUE("a calendar that was not made is NULL", calendar == NULL);
    IS_NULL("out", attain_plan_calendar(plan, NULL, E));
    IS_NULL("json", attain_calendar_load_json(NULL, 1, &calendar, E));
    IS_NULL("out", attain_calendar_load_json("{}", 2, NULL, E));
    IS_NULL("plan", attain_engine_new(NULL, &engine, E));
    TRUE("an engine that was not made is NULL", engine == NULL);
    IS_NULL("out", attain_engine_new(plan, NULL, E));
}

static void engines(attain_engine *engine)
{
    attain_engine *fork = GARBAGE;
    attain_outcomes *outcomes = GARBAGE;
    attain_text *text = GARBAGE;
    attain_view *view = GARBAGE;
    attain_date day = day_of("2025-03-31");
    uint64_t len;

    IS_NULL("engine", attain_engine_fork(NULL, &fork, E));
    TRUE("a fork that was not made is NULL", fork == NULL);
    IS_NULL("out", attain_engine_fork(engine, NULL, E));
    IS_NULL("engine", attain_engine_len(NULL, &len, E));
    IS_NULL("out", attain_engine_len(engine, NULL, E));
    IS_NULL("engine", attain_engine_record_jsonl(NULL, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    TRUE("outcomes that were not made are NULL", outcomes == NULL);
    IS_NULL("lines", attain_engine_record_jsonl(engine, NULL, 1, ATTAIN_TIME_NONE, &outcomes, E));
    IS_NULL("out", attain_engine_record_jsonl(engine, ENTRIES, strlen(ENTRIES), ATTAIN_TIME_NONE, NULL, E));
    IS_NULL("engine", attain_engine_record_csv(NULL, "order", 5, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    IS_NULL("kind", attain_engine_record_csv(engine, NULL, 5, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    IS_NULL("kind", attain_engine_record_csv(engine, NULL, ATTAIN_NTS, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    IS_NULL("rows", attain_engine_record_csv(engine, "order", 5, NULL, 9, ATTAIN_TIME_NONE, &outcomes, E));
    IS_NULL("out", attain_engine_record_csv(engine, "order", 5, "number\nx\n", 9, ATTAIN_TIME_NONE, NULL, E));
    IS_NULL("engine", attain_engine_waiting_json(NULL, &text, E));
    IS_NULL("out", attain_engine_waiting_json(engine, NULL, E));
    IS_NULL("engine", attain_engine_view(NULL, day, &view, E));
    TRUE("a view that was not made is NULL", view == NULL);
    IS_NULL("out", attain_engine_view(engine, day, NULL, E));
    IS_NULL("engine", attain_engine_view_at(NULL, day, 0, &view, E));
    IS_NULL("out", attain_engine_view_at(engine, day, 0, NULL, E));
    IS_NULL("engine", attain_engine_view_known(NULL, day, 0, &view, E));
    IS_NULL("out", attain_engine_view_known(engine, day, 0, NULL, E));

    FINE(attain_engine_len(engine, &len, E));
    INT("nothing was recorded where the outcomes had no place", 7, len);
    FINE(attain_engine_record_jsonl(engine, NULL, 0, ATTAIN_TIME_NONE, &outcomes, E));
    INT("no lines are an empty batch", 0, attain_outcomes_len(outcomes));
    IS_NULL("outcomes", attain_outcomes_json(NULL, 0, &text, E));
    IS_NULL("out", attain_outcomes_json(outcomes, 0, NULL, E));
    attain_outcomes_free(outcomes);
}

static void values(attain_view *view)
{
    attain_place at = person_in("ann", "2025-03"), nobody = at;
    attain_value value;

    nobody.key.data = NULL;
    IS_NULL("view", attain_view_value(NULL, &at, "revenue", 7, &value, E));
    IS_NULL("place", attain_view_value(view, NULL, "revenue", 7, &value, E));
    IS_NULL("place.key", attain_view_value(view, &nobody, "revenue", 7, &value, E));
    IS_NULL("kpi", attain_view_value(view, &at, NULL, 7, &value, E));
    IS_NULL("out", attain_view_value(view, &at, "revenue", 7, NULL, E));
    IS_NULL("view", attain_view_target(NULL, &at, "revenue", 7, &value, E));
    IS_NULL("place", attain_view_target(view, NULL, "revenue", 7, &value, E));
    IS_NULL("kpi", attain_view_target(view, &at, NULL, 7, &value, E));
    IS_NULL("out", attain_view_target(view, &at, "revenue", 7, NULL, E));
    IS_NULL("view", attain_view_attainment(NULL, &at, "revenue", 7, &value, E));
    IS_NULL("place", attain_view_attainment(view, NULL, "revenue", 7, &value, E));
    IS_NULL("kpi", attain_view_attainment(view, &at, NULL, ATTAIN_NTS, &value, E));
    IS_NULL("out", attain_view_attainment(view, &at, "revenue", 7, NULL, E));
    IS_NULL("view", attain_view_score(NULL, &at, "rep", 3, &value, E));
    IS_NULL("place", attain_view_score(view, NULL, "rep", 3, &value, E));
    IS_NULL("scorecard", attain_view_score(view, &at, NULL, 3, &value, E));
    IS_NULL("out", attain_view_score(view, &at, "rep", 3, NULL, E));
    IS_NULL("view", attain_view_rank(NULL, &at, "best", 4, &value, E));
    IS_NULL("place", attain_view_rank(view, NULL, "best", 4, &value, E));
    IS_NULL("ranking", attain_view_rank(view, &at, NULL, 4, &value, E));
    IS_NULL("out", attain_view_rank(view, &at, "best", 4, NULL, E));
    IS_NULL("view", attain_view_rank_change(NULL, &at, "best", 4, &value, E));
    IS_NULL("place", attain_view_rank_change(view, NULL, "best", 4, &value, E));
    IS_NULL("ranking", attain_view_rank_change(view, &at, NULL, 4, &value, E));
    IS_NULL("out", attain_view_rank_change(view, &at, "best", 4, NULL, E));
    IS_NULL("view", attain_view_pay(NULL, &at, "pay", 3, NULL, 0, &value, E));
    IS_NULL("place", attain_view_pay(view, NULL, "pay", 3, NULL, 0, &value, E));
    IS_NULL("incentive", attain_view_pay(view, &at, NULL, 3, NULL, 0, &value, E));
    IS_NULL("component", attain_view_pay(view, &at, "pay", 3, NULL, 4, &value, E));
    IS_NULL("out", attain_view_pay(view, &at, "pay", 3, NULL, 0, NULL, E));
}

static void written_answers(attain_view *view)
{
    attain_place at = person_in("ann", "2025-03");
    attain_text *text = GARBAGE;

    IS_NULL("view", attain_view_value_json(NULL, &at, "revenue", 7, &text, E));
    TRUE("an answer that was not given is NULL", text == NULL);
    IS_NULL("place", attain_view_value_json(view, NULL, "revenue", 7, &text, E));
    IS_NULL("kpi", attain_view_value_json(view, &at, NULL, 7, &text, E));
    IS_NULL("out", attain_view_value_json(view, &at, "revenue", 7, NULL, E));
    IS_NULL("view", attain_view_target_json(NULL, &at, "revenue", 7, &text, E));
    IS_NULL("place", attain_view_target_json(view, NULL, "revenue", 7, &text, E));
    IS_NULL("kpi", attain_view_target_json(view, &at, NULL, 7, &text, E));
    IS_NULL("out", attain_view_target_json(view, &at, "revenue", 7, NULL, E));
    IS_NULL("view", attain_view_scorecard(NULL, &at, "rep", 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_scorecard(view, NULL, "rep", 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("scorecard", attain_view_scorecard(view, &at, NULL, 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_scorecard(view, &at, "rep", 3, ATTAIN_FORM_JSON, NULL, E));
    IS_NULL("view", attain_view_ranking(NULL, &at, "best", 4, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_ranking(view, NULL, "best", 4, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("ranking", attain_view_ranking(view, &at, NULL, 4, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_ranking(view, &at, "best", 4, ATTAIN_FORM_JSON, NULL, E));
    IS_NULL("view", attain_view_statement(NULL, &at, "pay", 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_statement(view, NULL, "pay", 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("incentive", attain_view_statement(view, &at, NULL, 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_statement(view, &at, "pay", 3, ATTAIN_FORM_JSON, NULL, E));
    IS_NULL("view", attain_view_explain(NULL, &at, ATTAIN_EXPLAIN_VALUE, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_explain(view, NULL, ATTAIN_EXPLAIN_VALUE, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("name", attain_view_explain(view, &at, ATTAIN_EXPLAIN_VALUE, NULL, 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_explain(view, &at, ATTAIN_EXPLAIN_VALUE, "revenue", 7, ATTAIN_FORM_JSON, NULL, E));
    IS_NULL("view", attain_view_provenance_json(NULL, &text, E));
    IS_NULL("out", attain_view_provenance_json(view, NULL, E));
}

static void numbers(void)
{
    attain_decimal one = decimal_of("1"), part;
    attain_fraction half = {1, 0, 2, 0};
    attain_date day;
    char buffer[40];
    size_t len;

    IS_NULL("data", attain_decimal_parse(NULL, 3, &one, E));
    IS_NULL("data", attain_decimal_parse(NULL, ATTAIN_NTS, &one, E));
    IS_NULL("out", attain_decimal_parse("1", 1, NULL, E));
    IS_NULL("decimal", attain_decimal_format(NULL, buffer, sizeof buffer, &len, E));
    IS_NULL("buffer", attain_decimal_format(&one, NULL, sizeof buffer, &len, E));
    IS_NULL("len", attain_decimal_format(&one, NULL, 0, NULL, E));
    IS_NULL("fraction", attain_fraction_round(NULL, 0, ATTAIN_ROUND_UP, &one, E));
    IS_NULL("out", attain_fraction_round(&half, 0, ATTAIN_ROUND_UP, NULL, E));
    IS_NULL("fraction", attain_fraction_format(NULL, buffer, sizeof buffer, &len, E));
    IS_NULL("buffer", attain_fraction_format(&half, NULL, sizeof buffer, &len, E));
    IS_NULL("len", attain_fraction_format(&half, buffer, 0, NULL, E));
    IS_NULL("data", attain_date_parse(NULL, 10, &day, E));
    IS_NULL("out", attain_date_parse("2025-01-01", 10, NULL, E));
    IS_NULL("out", attain_date_from_ymd(2025, 1, 1, NULL, E));
    IS_NULL("buffer", attain_date_format(0, NULL, 11, &len, E));
    IS_NULL("len", attain_date_format(0, buffer, 0, NULL, E));
    IS_NULL("amount", attain_split(NULL, &one, 1, sizeof one, &one, ATTAIN_ODD_FIRST, &part, E));
    IS_NULL("weights", attain_split(&one, NULL, 1, sizeof one, &one, ATTAIN_ODD_FIRST, &part, E));
    IS_NULL("step", attain_split(&one, &one, 1, sizeof one, NULL, ATTAIN_ODD_FIRST, &part, E));
    IS_NULL("parts", attain_split(&one, &one, 1, sizeof one, &one, ATTAIN_ODD_FIRST, NULL, E));
}

static void periods(attain_plan *plan)
{
    attain_calendar *calendar;
    attain_period period;
    attain_text *text = GARBAGE;

    FINE(attain_plan_calendar(plan, &calendar, E));
    IS_NULL("calendar", attain_calendar_period(NULL, "month", 5, 0, &period, E));
    IS_NULL("grain", attain_calendar_period(calendar, NULL, 5, 0, &period, E));
    IS_NULL("out", attain_calendar_period(calendar, "month", 5, 0, NULL, E));
    IS_NULL("calendar", attain_calendar_parse_period(NULL, "2025", 4, &period, E));
    IS_NULL("label", attain_calendar_parse_period(calendar, NULL, 4, &period, E));
    IS_NULL("out", attain_calendar_parse_period(calendar, "2025", 4, NULL, E));
    IS_NULL("calendar", attain_calendar_periods_json(NULL, "month", 5, 0, 1, &text, E));
    TRUE("periods that were not listed are NULL", text == NULL);
    IS_NULL("grain", attain_calendar_periods_json(calendar, NULL, 5, 0, 1, &text, E));
    IS_NULL("out", attain_calendar_periods_json(calendar, "month", 5, 0, 1, NULL, E));
    attain_calendar_free(calendar);
}

static void tables_and_keys(attain_plan *plan)
{
    attain_table *points, *table = GARBAGE;
    attain_decimal one = decimal_of("1");
    attain_text *text = GARBAGE;
    attain_value value;
    attain_key key;

    memset(&key, 0, sizeof key);
    key.unit = ATTAIN_UNIT_NUMBER;
    FINE(attain_plan_table(plan, "points", 6, &points, E));
    IS_NULL("json", attain_table_load_json(NULL, 1, &table, E));
    TRUE("a table that was not made is NULL", table == NULL);
    IS_NULL("out", attain_table_load_json("{}", 2, NULL, E));
    table = GARBAGE;
    IS_NULL("plan", attain_plan_table(NULL, "points", 6, &table, E));
    TRUE("nor is there a table of no plan", table == NULL);
    IS_NULL("name", attain_plan_table(plan, NULL, 6, &table, E));
    IS_NULL("out", attain_plan_table(plan, "points", 6, NULL, E));
    IS_NULL("table", attain_table_value(NULL, &key, 1, "points", 6, &value, E));
    IS_NULL("keys", attain_table_value(points, NULL, 1, "points", 6, &value, E));
    IS_NULL("result", attain_table_value(points, &key, 1, NULL, 6, &value, E));
    IS_NULL("out", attain_table_value(points, &key, 1, "points", 6, NULL, E));
    IS_NULL("table", attain_table_value_json(NULL, &key, 1, "points", 6, &text, E));
    TRUE("a text that was not made is NULL", text == NULL);
    IS_NULL("keys", attain_table_value_json(points, NULL, 1, "points", 6, &text, E));
    IS_NULL("result", attain_table_value_json(points, &key, 1, NULL, ATTAIN_NTS, &text, E));
    IS_NULL("out", attain_table_value_json(points, &key, 1, "points", 6, NULL, E));
    IS_NULL("table", attain_table_pay(NULL, &one, &one, NULL, &value, E));
    IS_NULL("from", attain_table_pay(points, NULL, &one, NULL, &value, E));
    IS_NULL("to", attain_table_pay(points, &one, NULL, NULL, &value, E));
    IS_NULL("out", attain_table_pay(points, &one, &one, NULL, NULL, E));
    attain_table_free(points);
}

void nulls(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES);
    attain_plan *plan = attain_engine_plan(engine);
    attain_view *view = view_of(engine, "2025-03-31");

    frees();
    getters();
    makers(plan);
    engines(engine);
    values(view);
    written_answers(view);
    numbers();
    periods(plan);
    tables_and_keys(plan);
    attain_view_free(view);
    attain_plan_free(plan);
    attain_engine_free(engine);
}
