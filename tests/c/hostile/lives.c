/* What lives how long: any order of freeing, handles that are retained, forks that are independent. */

#include "check.h"

static void backwards(void)
{
    attain_plan *plan = plan_of(REVIEW);
    attain_place at = person_in("ann", "2025-03");
    attain_engine *engine;
    attain_view *view;
    attain_text *text;
    attain_value value;
    attain_calendar *calendar;
    attain_period period;
    attain_error *error;

    FINE(attain_engine_new(plan, &engine, E));
    FINE(attain_plan_calendar(plan, &calendar, E));
    attain_plan_free(plan);
    record(engine, ENTRIES);
    view = view_of(engine, "2025-03-31");
    attain_engine_free(engine);
    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("a view goes on without plan and engine", "7000", amount(&value));
    FINE(attain_view_explain(view, &at, ATTAIN_EXPLAIN_VALUE, "revenue", 7, ATTAIN_FORM_TEXT_EN, &text, E));
    INT("a KPI that is not there", ATTAIN_E_NOT_FOUND, attain_view_value(view, &at, "revenu", 6, &value, &error));
    attain_view_free(view);
    HAS("a text goes on without the view", "o1", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_calendar_period(calendar, "season", 6, day_of("2025-04-01"), &period, E));
    INT("a calendar goes on without the plan", 2, period.index);
    attain_calendar_free(calendar);
    HAS("an error goes on after all", "revenue", attain_error_message(error));
    JSON("and has not been written yet", attain_error_json(error));
    attain_error_free(error);
}

static void retained(void)
{
    attain_plan *plan = plan_of(SMALL), *more = attain_plan_retain(plan), *third;
    attain_engine *engine = GARBAGE;

    TEXT("two handles of one plan", attain_plan_fingerprint(plan), attain_plan_fingerprint(more));
    attain_plan_free(plan);
    TEXT("the second goes on without the first", "Small", attain_plan_name(more));
    FINE(attain_engine_new(more, &engine, E));
    attain_plan_free(more);
    third = attain_engine_plan(engine);
    attain_engine_free(engine);
    TEXT("that of the engine goes on without it", "Small", attain_plan_name(third));
    attain_plan_free(third);
}

static void sum_is(attain_engine *engine, const char *expected)
{
    attain_place at = unit_in("company", "2025-03");
    attain_view *view = view_of(engine, "2025-03-31");
    attain_value value;

    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("the revenue of the company", expected, amount(&value));
    attain_view_free(view);
}

static void forks(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES), *fork;
    uint64_t len;

    FINE(attain_engine_fork(engine, &fork, E));
    record(engine, "{\"kind\":\"order\",\"number\":\"f1\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":\"10\"}");
    record(fork, "{\"kind\":\"order\",\"number\":\"f1\",\"day\":\"2025-03-05\",\"rep\":\"bob\",\"amount\":\"400\"}");
    record(fork, "{\"kind\":\"order\",\"number\":\"f2\",\"day\":\"2025-03-05\",\"rep\":\"bob\",\"amount\":\"500\"}");
    sum_is(engine, "7110");
    sum_is(fork, "8000");
    FINE(attain_engine_len(fork, &len, E));
    INT("a fork has a length of its own", 9, len);
    attain_engine_free(engine);
    sum_is(fork, "8000");
    attain_engine_free(fork);
}

/* What was asked before is not changed by what is recorded after. */
static void views(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES);
    attain_place at = person_in("bob", "2025-03");
    attain_view *before = view_of(engine, "2025-03-31");
    attain_value value;
    attain_text *text;

    record(engine, "{\"kind\":\"order\",\"number\":\"v1\",\"day\":\"2025-03-05\",\"rep\":\"bob\",\"amount\":\"10\"}");
    FINE(attain_view_value(before, &at, "revenue", 7, &value, E));
    TEXT("a view does not change", "100", amount(&value));
    FINE(attain_view_provenance_json(before, &text, E));
    JSON("where its answers come from", attain_text_data(text));
    HAS("the position of the log", "7", attain_text_data(text));
    attain_text_free(text);
    attain_view_free(before);
    attain_engine_free(engine);
}

void lives(void)
{
    backwards();
    retained();
    forks();
    views();
}
