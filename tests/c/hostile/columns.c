/* Columns: codes, rows with each outcome, what does not fit as a whole, and engines that cannot be recorded into. */

#include "check.h"
#include "orders.h"

/* What came of three orders, and how many entries the log has then. */
static attain_outcomes *recorded(struct orders *orders, uint64_t entries)
{
    attain_outcomes *outcomes = GARBAGE;
    uint64_t len;

    FINE(attain_engine_record_columns(orders->engine, &orders->batch, ATTAIN_TIME_NONE, &outcomes, E));
    INT("an outcome for each row", orders->batch.rows, attain_outcomes_len(outcomes));
    FINE(attain_engine_len(orders->engine, &len, E));
    INT("entries in the log", entries, len);
    return outcomes;
}

static void came(const attain_outcomes *outcomes, uint64_t row, int32_t expected, const char *json)
{
    attain_text *text = GARBAGE;

    INT("what came of a row", expected, attain_outcomes_at(outcomes, row));
    FINE(attain_outcomes_json(outcomes, row, &text, E));
    HAS("and as JSON", json, attain_text_data(text));
    JSON("which it is", attain_text_data(text));
    attain_text_free(text);
}

static void revenue_is(attain_engine *engine, const char *expected)
{
    attain_view *view = view_of(engine, "2025-01-31");
    attain_place at = person_in("ann", "2025-01");
    attain_value value;

    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("revenue of the rows that stand", expected, amount(&value));
    attain_view_free(view);
}

static void json_line(attain_engine *engine, const char *line, int32_t expected)
{
    attain_outcomes *outcomes;

    FINE(attain_engine_record_jsonl(engine, line, strlen(line), ATTAIN_TIME_NONE, &outcomes, E));
    INT(line, expected, attain_outcomes_at(outcomes, 0));
    attain_outcomes_free(outcomes);
}

/* The first is counted, the second is of somebody who is no member, the third is of nobody. */
static void outcomes_of_rows(void)
{
    static const uint8_t said[] = {1, 1, 0};
    struct orders orders;
    attain_outcomes *outcomes;

    orders_set_up(&orders);
    orders.reps[1] = orders.bob, orders.reps[2] = UINT32_MAX;
    orders.columns[0].valid = said;
    outcomes = recorded(&orders, 4);
    came(outcomes, 0, ATTAIN_OUTCOME_COUNTED, "counted");
    came(outcomes, 1, ATTAIN_OUTCOME_WAITING, "bob");
    came(outcomes, 2, ATTAIN_OUTCOME_REFUSED, "nobody is credited");
    INT("none behind them", 0, attain_outcomes_at(outcomes, 3));
    INT("one is counted", 1, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_COUNTED));
    INT("the first that is not", 1, attain_outcomes_next(outcomes, 0));
    INT("the next", 2, attain_outcomes_next(outcomes, 2));
    attain_outcomes_free(outcomes);
    revenue_is(orders.engine, "10.5");

    orders.cents[1] = 7, orders.columns[0].valid = NULL, orders.reps[2] = orders.ann;
    outcomes = recorded(&orders, 5);
    came(outcomes, 0, ATTAIN_OUTCOME_EXISTS, "exists");
    came(outcomes, 1, ATTAIN_OUTCOME_EXISTS_DIFFERENTLY, "amount");
    came(outcomes, 2, ATTAIN_OUTCOME_COUNTED, "counted");
    attain_outcomes_free(outcomes);
    revenue_is(orders.engine, "13.5");
    record(orders.engine, "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"bob\",\"unit\":\"company\"}");
    came(outcomes = recorded(&orders, 6), 1, ATTAIN_OUTCOME_EXISTS_DIFFERENTLY, "amount");
    attain_outcomes_free(outcomes);
    orders_free(&orders);
}

/* An entry is the same by whichever door it comes. */
static void same_as_lines(void)
{
    struct orders orders;

    orders_set_up(&orders);
    json_line(orders.engine,
              "{\"kind\":\"order\",\"id\":\"inv/1044\",\"on\":\"2025-01-03\",\"rep\":\"ann\",\"amount\":\"3\"}",
              ATTAIN_OUTCOME_COUNTED);
    attain_outcomes_free(recorded(&orders, 5));
    json_line(orders.engine,
              "{\"kind\":\"order\",\"id\":\"inv/1042\",\"on\":\"2025-01-01\",\"rep\":\"ann\",\"amount\":\"10.5\"}",
              ATTAIN_OUTCOME_EXISTS);
    json_line(orders.engine,
              "{\"kind\":\"order\",\"id\":\"inv/1043\",\"on\":\"2025-01-01\",\"rep\":\"ann\",\"amount\":\"20\"}",
              ATTAIN_OUTCOME_EXISTS_DIFFERENTLY);
    json_line(orders.engine,
              "{\"kind\":\"order\",\"id\":\"inv/01042\",\"on\":\"2025-01-01\",\"rep\":\"ann\",\"amount\":\"10.5\"}",
              ATTAIN_OUTCOME_COUNTED);
    revenue_is(orders.engine, "44");
    orders_free(&orders);
}

/* A host's own structures: columns among other things, and a column of each type. */
static void in_structures_of_the_host(void)
{
    struct described {
        char title[3];
        attain_column column;
        double width;
    } described[6];
    static const uint8_t paid[] = {1, 0, 1}, unread[] = {1, 0, 0};
    attain_date due[] = {20120, INT32_MIN, INT32_MAX};
    struct orders orders;
    uint32_t north, company, ids[3], texts[3], units[3];
    uint64_t parents[] = {1, 2, 3};
    attain_outcomes *outcomes;
    size_t i;

    orders_set_up(&orders);
    FINE(attain_engine_register_text(orders.engine, "order", 5, "customer", ATTAIN_NTS, "北", ATTAIN_NTS, &north, E));
    FINE(attain_engine_register_unit(orders.engine, "company", ATTAIN_NTS, &company, E));
    for (i = 0; i < 3; i++) {
        char id[] = {'o', (char)('1' + (int)i)};

        FINE(attain_engine_register_id(orders.engine, id, sizeof id, &ids[i], E));
        texts[i] = north, units[i] = company;
    }
    memset(described, 0x5a, sizeof described);
    described[0].column = orders.columns[0];
    described[1].column = orders.columns[1];
    described[2].column = column_of("customer", ATTAIN_COLUMN_CODES, texts);
    described[3].column = column_of("region", ATTAIN_COLUMN_CODES, units);
    described[4].column = column_of("due", ATTAIN_COLUMN_DAYS, due);
    described[4].column.valid = unread;
    described[5].column = column_of("paid", ATTAIN_COLUMN_YES_NO, paid);
    orders.batch.numbers = NULL, orders.batch.ids = ids, orders.batch.series = 0;
    orders.batch.columns = &described[0].column;
    orders.batch.columns_count = 6, orders.batch.columns_stride = sizeof *described;
    attain_outcomes_free(recorded(&orders, 5));
    json_line(orders.engine,
              "{\"kind\":\"order\",\"id\":\"o1\",\"on\":\"2025-01-01\",\"rep\":\"ann\",\"amount\":\"10.5\",\"customer\":\"北\","
              "\"region\":\"company\",\"due\":\"2025-02-01\",\"paid\":\"yes\"}",
              ATTAIN_OUTCOME_EXISTS);
    described[0].column = column_of("parent", ATTAIN_COLUMN_NUMBERS, parents);
    described[0].column.series = orders.series;
    described[2].column = orders.columns[0];
    orders.batch.columns_count = 3;
    orders.batch.ids = NULL, orders.batch.numbers = orders.numbers, orders.batch.series = orders.series;
    outcomes = recorded(&orders, 8);
    came(outcomes, 2, ATTAIN_OUTCOME_WAITING, "inv/3");
    attain_outcomes_free(outcomes);
    orders_free(&orders);
}

static void no_rows(void)
{
    struct orders orders;
    attain_batch batch;
    attain_outcomes *outcomes = GARBAGE;

    orders_set_up(&orders);
    attain_batch_init(&batch, sizeof batch);
    batch.kind = orders.batch.kind;
    FINE(attain_engine_record_columns(orders.engine, &batch, ATTAIN_TIME_NONE, &outcomes, E));
    INT("no rows, no outcomes", 0, attain_outcomes_len(outcomes));
    TRUE("nor is there one that does not count", attain_outcomes_next(outcomes, 0) == ATTAIN_INDEX_NONE);
    attain_outcomes_free(outcomes);
    orders.batch.rows = 0;
    attain_outcomes_free(recorded(&orders, 2));
    batch.kind.len = 0;
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.kind", "kind",
            attain_engine_record_columns(orders.engine, &batch, ATTAIN_TIME_NONE, &outcomes, E));
    orders_free(&orders);
}

/* The same key has the same code, in a fork too; what is registered there later is not known here. */
static void codes(void)
{
    struct orders orders;
    attain_engine *fork;
    attain_outcomes *outcomes = GARBAGE;
    uint32_t again, plain;

    orders_set_up(&orders);
    FINE(attain_engine_fork(orders.engine, &fork, E));
    FINE(attain_engine_register_person(fork, "ann, and what is not read", 3, &again, E));
    INT("ann in a fork", orders.ann, again);
    FINE(attain_engine_register_series(fork, NULL, 0, &plain, E));
    TRUE("the series without a name is another one", plain != orders.series);
    FINE(attain_engine_register_person(fork, "cid", 3, &orders.reps[2], E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.unknown_code", "rep",
            attain_engine_record_columns(orders.engine, &orders.batch, ATTAIN_TIME_NONE, &outcomes, E));
    TRUE("no outcomes", outcomes == NULL);
    FINE(attain_engine_record_columns(fork, &orders.batch, ATTAIN_TIME_NONE, &outcomes, E));
    INT("cid is no member", ATTAIN_OUTCOME_WAITING, attain_outcomes_at(outcomes, 2));
    attain_outcomes_free(outcomes);
    attain_engine_free(fork);
    attain_outcomes_free((orders.reps[2] = orders.ann, recorded(&orders, 5)));
    orders_free(&orders);
}

static void each_call(struct orders *orders, attain_status status, const char *code)
{
    attain_outcomes *outcomes = GARBAGE;
    uint32_t out = 77;

    REFUSED(status, code, "engine", attain_engine_register_person(orders->engine, "p", 1, &out, E));
    REFUSED(status, code, "engine", attain_engine_register_unit(orders->engine, "u", 1, &out, E));
    REFUSED(status, code, "engine", attain_engine_register_id(orders->engine, "i", 1, &out, E));
    REFUSED(status, code, "engine", attain_engine_register_series(orders->engine, "s", 1, &out, E));
    REFUSED(status, code, "engine", attain_engine_register_text(orders->engine, "order", 5, "customer", 8, "t", 1, &out, E));
    REFUSED(status, code, "engine",
            attain_engine_record_columns(orders->engine, &orders->batch, ATTAIN_TIME_NONE, &outcomes, E));
    INT("no code was written", 77, out);
    TRUE("no outcomes were made", outcomes == NULL);
}

static void while_inside(void *user)
{
    each_call(user, ATTAIN_E_BUSY, "engine.busy");
}

static void busy_and_poisoned(void)
{
    struct orders orders;
    uint64_t len;

    orders_set_up(&orders);
    FINE(attain_test_inside(orders.engine, 1, while_inside, &orders, E));
    FINE(attain_test_inside(orders.engine, 0, while_inside, &orders, E));
    FINE(attain_engine_len(orders.engine, &len, E));
    INT("nothing was recorded", 2, len);
    INT("messages of panics go nowhere", ATTAIN_OK, attain_set_panic_output(ATTAIN_PANIC_NONE));
    INT("a panic is caught", ATTAIN_E_INTERNAL, attain_test_panic_in_engine(orders.engine, NULL));
    each_call(&orders, ATTAIN_E_POISONED, "object.poisoned");
    orders_free(&orders);
}

void columns(void)
{
    outcomes_of_rows();
    same_as_lines();
    in_structures_of_the_host();
    no_rows();
    codes();
    busy_and_poisoned();
}
