/* A panic is caught once, and what it was about can only be freed; everything beside it goes on. */

#include "check.h"

#define IS_POISONED(object, call) REFUSED(ATTAIN_E_POISONED, "object.poisoned", object, call)

static void caught(attain_status status, attain_error *error)
{
    INT("a panic is caught", ATTAIN_E_INTERNAL, status);
    TEXT("and told", "internal.panic", attain_error_code(error));
    HAS("with what it said", "a test asked for it", attain_error_message(error));
    JSON("as JSON too", attain_error_json(error));
    attain_error_free(error);
}

static void view_is_poisoned(attain_view *view)
{
    attain_place at = person_in("ann", "2025-03");
    attain_columns *columns = GARBAGE;
    attain_text *text = GARBAGE;
    attain_value value;

    IS_POISONED("view", attain_test_panic_in_view(view, E));
    IS_POISONED("view", attain_view_value(view, &at, "revenue", 7, &value, E));
    IS_POISONED("view", attain_view_target(view, &at, "revenue", 7, &value, E));
    IS_POISONED("view", attain_view_attainment(view, &at, "revenue", 7, &value, E));
    IS_POISONED("view", attain_view_score(view, &at, "rep", 3, &value, E));
    IS_POISONED("view", attain_view_rank(view, &at, "best", 4, &value, E));
    IS_POISONED("view", attain_view_rank_change(view, &at, "best", 4, &value, E));
    IS_POISONED("view", attain_view_pay(view, &at, "pay", 3, NULL, 0, &value, E));
    IS_POISONED("view", attain_view_value_json(view, &at, "revenue", 7, &text, E));
    IS_POISONED("view", attain_view_target_json(view, &at, "revenue", 7, &text, E));
    IS_POISONED("view", attain_view_scorecard(view, &at, "rep", 3, ATTAIN_FORM_JSON, &text, E));
    IS_POISONED("view", attain_view_ranking(view, &at, "best", 4, ATTAIN_FORM_JSON, &text, E));
    IS_POISONED("view", attain_view_statement(view, &at, "pay", 3, ATTAIN_FORM_JSON, &text, E));
    IS_POISONED("view", attain_view_explain(view, &at, ATTAIN_EXPLAIN_VALUE, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_POISONED("view", attain_view_provenance_json(view, &text, E));
    IS_POISONED("view", attain_view_columns(view, "{}", 2, NULL, 0, &columns, E));
    TRUE("no text, no columns", text == NULL && columns == NULL);
}

static void engine_is_poisoned(attain_engine *engine)
{
    attain_date day = day_of("2025-03-31");
    attain_engine *fork = GARBAGE;
    attain_outcomes *outcomes = GARBAGE;
    attain_text *text = GARBAGE;
    attain_view *view = GARBAGE;
    attain_plan *plan;
    uint64_t len;

    IS_POISONED("engine", attain_test_panic_in_engine(engine, E));
    IS_POISONED("engine", attain_engine_fork(engine, &fork, E));
    IS_POISONED("engine", attain_engine_len(engine, &len, E));
    IS_POISONED("engine", attain_engine_record_jsonl(engine, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    IS_POISONED("engine", attain_engine_record_csv(engine, "order", 5, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    IS_POISONED("engine", attain_engine_waiting_json(engine, &text, E));
    IS_POISONED("engine", attain_engine_view(engine, day, &view, E));
    IS_POISONED("engine", attain_engine_view_at(engine, day, 0, &view, E));
    IS_POISONED("engine", attain_engine_view_known(engine, day, 0, &view, E));
    IS_POISONED("engine", attain_test_inside(engine, 0, NULL, NULL, E));
    TRUE("nothing was made", fork == NULL && outcomes == NULL && text == NULL && view == NULL);
    plan = attain_engine_plan(engine);
    TEXT("its plan is sound", "Review", attain_plan_name(plan));
    attain_plan_free(plan);
}

void panics(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES), *fork;
    attain_view *view = view_of(engine, "2025-03-31"), *sibling = view_of(engine, "2025-03-31");
    attain_place at = person_in("ann", "2025-03");
    attain_error *error = GARBAGE;
    attain_status status;
    attain_value value;

    FINE(attain_engine_fork(engine, &fork, E));
    INT("messages of panics go nowhere", ATTAIN_OK, attain_set_panic_output(ATTAIN_PANIC_NONE));
    INT("said twice is said once", ATTAIN_OK, attain_set_panic_output(ATTAIN_PANIC_NONE));
    status = attain_test_panic_in_view(view, &error);
    caught(status, error);
    view_is_poisoned(view);
    FINE(attain_view_value(sibling, &at, "revenue", 7, &value, E));
    TEXT("a sibling goes on", "7000", amount(&value));
    record(engine, "{\"kind\":\"order\",\"number\":\"p1\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":\"10\"}");
    status = attain_test_panic_in_engine(engine, &error);
    caught(status, error);
    engine_is_poisoned(engine);
    FINE(attain_view_value(sibling, &at, "revenue", 7, &value, E));
    record(fork, "{\"kind\":\"order\",\"number\":\"p2\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":\"10\"}");
    INT("without an error asked for it is the same", ATTAIN_E_INTERNAL, attain_test_panic_in_view(sibling, NULL));
    attain_view_free(view);
    attain_view_free(sibling);
    attain_engine_free(engine);
    attain_engine_free(fork);
}
