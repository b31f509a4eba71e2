/* Batches that lie about themselves: nothing of them is recorded. */

#include <stdlib.h>

#include "check.h"
#include "orders.h"

static const char PLAN[] =
    "{\"attain\":1,\"name\":\"Columns\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]}},"
    "\"facts\":{\"order\":{\"on\":\"ordered_on\",\"whose\":\"rep\",\"fields\":{\"ordered_on\":\"date\",\"rep\":\"person\","
    "\"amount\":\"money\",\"customer\":\"text\",\"region\":\"unit\",\"due\":\"date\",\"paid\":\"yesno\",\"parent\":\"order\"}}},"
    "\"kpis\":{\"revenue\":{\"formula\":\"sum(order.amount)\"}}}";
static const char MEMBERS[] =
    "{\"kind\":\"unit\",\"id\":\"u\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\"}\n";

attain_column column_of(const char *field, int32_t of, const void *values)
{
    attain_column column;

    memset(&column, 0, sizeof column);
    column.field.data = field, column.field.len = ATTAIN_NTS;
    column.of = of, column.values = values;
    return column;
}

void orders_set_up(struct orders *orders)
{
    static const int64_t cents[] = {1050, 2000, 300};
    size_t i;

    orders->engine = engine_of(PLAN, MEMBERS);
    FINE(attain_engine_register_person(orders->engine, "ann", ATTAIN_NTS, &orders->ann, E));
    FINE(attain_engine_register_person(orders->engine, "bob", 3, &orders->bob, E));
    FINE(attain_engine_register_series(orders->engine, "inv", 3, &orders->series, E));
    for (i = 0; i < 3; i++) {
        orders->numbers[i] = 1042 + i;
        orders->on[i] = day_of("2025-01-01") + (attain_date)i;
        orders->reps[i] = orders->ann;
        orders->cents[i] = cents[i];
    }
    orders->columns[0] = column_of("rep", ATTAIN_COLUMN_CODES, orders->reps);
    orders->columns[1] = column_of("amount", ATTAIN_COLUMN_DECIMALS, orders->cents);
    orders->columns[1].scale = 2;
    attain_batch_init(&orders->batch, sizeof orders->batch);
    orders->batch.series = orders->series;
    orders->batch.kind.data = "order", orders->batch.kind.len = ATTAIN_NTS;
    orders->batch.rows = 3;
    orders->batch.numbers = orders->numbers;
    orders->batch.on = orders->on;
    orders->batch.columns = orders->columns;
    orders->batch.columns_count = 2;
    orders->batch.columns_stride = sizeof(attain_column);
}

void orders_free(struct orders *orders)
{
    attain_engine_free(orders->engine);
}

/* A change of the batch makes it one that is refused; then it is as it was. */
#define REFUSED_WITH(change, status, code, path)                                                                       \
    do {                                                                                                               \
        attain_batch batch_ = orders->batch;                                                                           \
        attain_column columns_[2];                                                                                     \
        attain_outcomes *outcomes_ = GARBAGE;                                                                          \
        memcpy(columns_, orders->columns, sizeof columns_);                                                            \
        change;                                                                                                        \
        REFUSED(status, code, path,                                                                                    \
                attain_engine_record_columns(orders->engine, &orders->batch, ATTAIN_TIME_NONE, &outcomes_, E));        \
        TRUE("no outcomes with " #change, outcomes_ == NULL);                                                          \
        memcpy(orders->columns, columns_, sizeof columns_);                                                            \
        orders->batch = batch_;                                                                                        \
    } while (0)
#define NULL_WITH(change, path) REFUSED_WITH(change, ATTAIN_E_INVALID_ARGUMENT, "argument.null", path)
#define INVALID_WITH(change, path) REFUSED_WITH(change, ATTAIN_E_INVALID_ARGUMENT, "argument.invalid", path)
#define UNFIT_WITH(change, code, path) REFUSED_WITH(change, ATTAIN_E_INVALID_ARGUMENT, code, path)
#define NOT_UTF8_WITH(change, path) REFUSED_WITH(change, ATTAIN_E_INVALID_UTF8, "argument.not_utf8", path)

static void nulls_of_codes(struct orders *orders)
{
    attain_engine *engine = orders->engine;
    uint32_t out = 77;

    IS_NULL("engine", attain_engine_register_person(NULL, "p", 1, &out, E));
    IS_NULL("key", attain_engine_register_person(engine, NULL, 1, &out, E));
    IS_NULL("key", attain_engine_register_person(engine, NULL, ATTAIN_NTS, &out, E));
    IS_NULL("out", attain_engine_register_person(engine, "p", 1, NULL, E));
    IS_NULL("engine", attain_engine_register_unit(NULL, "u", 1, &out, E));
    IS_NULL("key", attain_engine_register_unit(engine, NULL, 1, &out, E));
    IS_NULL("out", attain_engine_register_unit(engine, "u", 1, NULL, E));
    IS_NULL("engine", attain_engine_register_id(NULL, "i", 1, &out, E));
    IS_NULL("id", attain_engine_register_id(engine, NULL, 1, &out, E));
    IS_NULL("out", attain_engine_register_id(engine, "i", 1, NULL, E));
    IS_NULL("engine", attain_engine_register_series(NULL, "s", 1, &out, E));
    IS_NULL("name", attain_engine_register_series(engine, NULL, 1, &out, E));
    IS_NULL("out", attain_engine_register_series(engine, "s", 1, NULL, E));
    IS_NULL("engine", attain_engine_register_text(NULL, "order", 5, "customer", 8, "t", 1, &out, E));
    IS_NULL("kind", attain_engine_register_text(engine, NULL, 5, "customer", 8, "t", 1, &out, E));
    IS_NULL("field", attain_engine_register_text(engine, "order", 5, NULL, 8, "t", 1, &out, E));
    IS_NULL("data", attain_engine_register_text(engine, "order", 5, "customer", 8, NULL, 1, &out, E));
    IS_NULL("data", attain_engine_register_text(engine, "order", 5, "customer", 8, NULL, ATTAIN_NTS, &out, E));
    IS_NULL("out", attain_engine_register_text(engine, "order", 5, "customer", 8, "t", 1, NULL, E));
    INT("no code was written", 77, out);
}

static void codes_that_are_none(struct orders *orders)
{
    enum { TOO_LONG = 65537 };
    char *much = malloc(TOO_LONG);
    attain_engine *engine = orders->engine;
    unsigned char room[8];
    uint32_t out = 77;

    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "key", attain_engine_register_person(engine, "\xff", 1, &out, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "key", attain_engine_register_unit(engine, "a\xe5\x8c", 3, &out, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "id", attain_engine_register_id(engine, "\xc0\x80", 2, &out, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "name", attain_engine_register_series(engine, "\x80", 1, &out, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "kind",
            attain_engine_register_text(engine, "\xff", 1, "customer", 8, "t", 1, &out, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "field",
            attain_engine_register_text(engine, "order", 5, "\xff", 1, "t", 1, &out, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "data",
            attain_engine_register_text(engine, "order", 5, "customer", 8, "\xff", 1, &out, E));
    IS_INVALID("key", attain_engine_register_person(engine, "p", SIZE_MAX - 1, &out, E));
    IS_INVALID("data", attain_engine_register_text(engine, "order", 5, "customer", 8, "t", SIZE_MAX / 2 + 1, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.invalid_value", "key", attain_engine_register_person(engine, "", 0, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.invalid_value", "key", attain_engine_register_unit(engine, " u", 2, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.invalid_value", "id", attain_engine_register_id(engine, "a\nb", 3, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.invalid_value", "id", attain_engine_register_id(engine, "a\0b", 3, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.invalid_value", "name", attain_engine_register_series(engine, "s ", 2, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.kind", "kind",
            attain_engine_register_text(engine, "oder", 4, "customer", 8, "t", 1, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.unknown_field", "costumer",
            attain_engine_register_text(engine, "order", 5, "costumer", 8, "t", 1, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.wrong_type", "amount",
            attain_engine_register_text(engine, "order", 5, "amount", 6, "t", 1, &out, E));
    memset(much, 'x', TOO_LONG);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.too_large", "data",
            attain_engine_register_text(engine, "order", 5, "customer", 8, much, TOO_LONG, &out, E));
    FINE(attain_engine_register_text(engine, "order", 5, "customer", 8, much, TOO_LONG - 1, &out, E));
    FINE(attain_engine_register_text(engine, "order", 5, "customer", 8, NULL, 0, &out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "entry.invalid_value", "name", attain_engine_register_series(engine, much, 180, &out, E));
    free(much);
    IS_INVALID("out", attain_engine_register_person(engine, "zoe", 3, (void *)(room + 1 + (uintptr_t)room % 2), E));
    FINE(attain_engine_register_person(engine, "yan", 3, &out, E));
    INT("no code is lost on who was not registered", orders->bob + 1, out);
}

static void nulls_of_batches(struct orders *orders)
{
    attain_outcomes *outcomes = GARBAGE;

    attain_batch_init(NULL, sizeof(attain_batch));
    IS_NULL("engine", attain_engine_record_columns(NULL, &orders->batch, ATTAIN_TIME_NONE, &outcomes, E));
    TRUE("outcomes that were not made are NULL", outcomes == NULL);
    IS_NULL("batch", attain_engine_record_columns(orders->engine, NULL, ATTAIN_TIME_NONE, &outcomes, E));
    IS_NULL("out", attain_engine_record_columns(orders->engine, &orders->batch, ATTAIN_TIME_NONE, NULL, E));
    IS_INVALID("known", attain_engine_record_columns(orders->engine, &orders->batch, INT64_MAX, &outcomes, E));
    NULL_WITH(orders->batch.kind.data = NULL, "batch.kind");
    NULL_WITH(orders->batch.on = NULL, "batch.on");
    NULL_WITH(orders->batch.columns = NULL, "batch.columns");
    NULL_WITH(orders->columns[1].field.data = NULL, "batch.columns[1]");
    NULL_WITH(orders->columns[0].values = NULL, "batch.columns[0]");
    INVALID_WITH(orders->batch.numbers = NULL, "batch.ids");
    INVALID_WITH(orders->batch.ids = orders->reps, "batch.ids");
}

static void sizes_of_batches(struct orders *orders)
{
    static const uint32_t sizes[] = {0, 4, sizeof(attain_batch) - 1, 4097, UINT32_MAX};
    static const size_t strides[] = {0, 1, sizeof(attain_column) - 8, sizeof(attain_column) + 4, SIZE_MAX,
                                     SIZE_MAX - 7, SIZE_MAX / 2 - 7};
    static const size_t rows[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX / 8, SIZE_MAX / 16 + 1};
    struct {
        attain_batch today;
        uint64_t more[2];
    } newer;
    attain_outcomes *outcomes = GARBAGE;
    size_t i;

    for (i = 0; i < sizeof sizes / sizeof *sizes; i++)
        INVALID_WITH(orders->batch.struct_size = sizes[i], "batch");
    for (i = 0; i < sizeof strides / sizeof *strides; i++)
        INVALID_WITH(orders->batch.columns_stride = strides[i], "batch.columns_stride");
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        INVALID_WITH(orders->batch.rows = rows[i], NULL);
        INVALID_WITH((orders->batch.rows = rows[i], orders->batch.columns_count = 0), "batch.numbers");
    }
    INVALID_WITH(orders->batch.rows = SIZE_MAX, "batch.columns[0]");
    INVALID_WITH((orders->batch.rows = SIZE_MAX, orders->batch.columns_count = 0, orders->batch.ids = orders->reps,
                  orders->batch.numbers = NULL), "batch.ids");
    REFUSED_WITH(orders->batch.columns_count = SIZE_MAX, ATTAIN_E_LIMIT, "batch.columns", "batch.columns_count");
    REFUSED_WITH(orders->batch.columns_count = 10001, ATTAIN_E_LIMIT, "batch.columns", "batch.columns_count");
    INVALID_WITH(orders->columns[0].field.len = SIZE_MAX - 1, "batch.columns[0]");
    INVALID_WITH(orders->batch.kind.len = SIZE_MAX / 2 + 1, "batch.kind");

    memset(&newer, 0, sizeof newer);
    newer.today = orders->batch;
    newer.today.struct_size = sizeof newer;
    newer.more[1] = 1;
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.newer", "batch",
            attain_engine_record_columns(orders->engine, &newer.today, ATTAIN_TIME_NONE, &outcomes, E));
    newer.more[1] = 0, newer.today.rows = 0;
    FINE(attain_engine_record_columns(orders->engine, &newer.today, ATTAIN_TIME_NONE, &outcomes, E));
    attain_outcomes_free(outcomes);
    attain_batch_init(&newer.today, sizeof newer);
    TRUE("a batch set up has no rows", newer.today.struct_size == sizeof newer && newer.today.rows == 0 && newer.more[1] == 0);
}

static void choices_of_batches(struct orders *orders)
{
    static const int32_t wrong[] = {0, 6, -1, INT32_MAX, INT32_MIN};
    static const uint32_t far[] = {0, 1, UINT32_MAX};
    static const uint8_t odd[] = {1, 0, 2};
    attain_error *error;
    attain_outcomes *outcomes;
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
        INVALID_WITH(orders->columns[1].of = wrong[i], "batch.columns[1]");
    INVALID_WITH(orders->columns[1].reserved = 1, "batch.columns[1]");
    UNFIT_WITH(orders->columns[1].scale = 29, "entry.invalid_value", "amount");
    UNFIT_WITH(orders->columns[1].scale = UINT32_MAX, "entry.invalid_value", "amount");
    UNFIT_WITH(orders->columns[0].values = far, "entry.unknown_code", "rep");
    UNFIT_WITH(orders->columns[1] = column_of("customer", ATTAIN_COLUMN_CODES, far), "entry.unknown_code", "customer");
    UNFIT_WITH(orders->columns[1] = column_of("amuont", ATTAIN_COLUMN_DECIMALS, orders->cents), "entry.unknown_field", "amuont");
    UNFIT_WITH(orders->columns[1] = column_of("ordered_on", ATTAIN_COLUMN_DAYS, orders->on), "entry.unknown_field", "ordered_on");
    UNFIT_WITH(orders->columns[1] = column_of("", ATTAIN_COLUMN_DAYS, orders->on), "entry.unknown_field", "");
    UNFIT_WITH(orders->columns[1] = orders->columns[0], "entry.duplicate_field", "rep");
    UNFIT_WITH((orders->columns[1].of = ATTAIN_COLUMN_NUMBERS, orders->columns[1].scale = 0), "entry.wrong_type", "amount");
    INVALID_WITH(orders->columns[1].of = ATTAIN_COLUMN_NUMBERS, "batch.columns[1]");
    INVALID_WITH(orders->columns[1].series = 1, "batch.columns[1]");
    INVALID_WITH(orders->columns[0].scale = 2, "batch.columns[0]");
    INVALID_WITH((orders->batch.ids = far, orders->batch.numbers = NULL, orders->batch.series = 1), "batch.series");
    UNFIT_WITH(orders->columns[1] = column_of("paid", ATTAIN_COLUMN_YES_NO, odd), "entry.unknown_code", "paid");
    UNFIT_WITH(orders->columns[1].valid = odd, "entry.unknown_code", "amount");
    UNFIT_WITH((orders->columns[1] = column_of("parent", ATTAIN_COLUMN_NUMBERS, orders->numbers), orders->columns[1].series = 99),
               "entry.unknown_code", "parent");
    UNFIT_WITH(orders->batch.series = UINT32_MAX, "entry.unknown_code", "id");
    UNFIT_WITH((orders->batch.ids = far, orders->batch.numbers = NULL, orders->batch.series = 0), "entry.unknown_code", "id");
    UNFIT_WITH(orders->batch.kind.data = "oder", "entry.kind", "kind");
    UNFIT_WITH(orders->batch.kind.data = "membership", "entry.kind", "kind");
    NOT_UTF8_WITH(orders->batch.kind.data = "ord\xff", "batch.kind");
    NOT_UTF8_WITH(orders->columns[0].field.data = "\xe5\x8c", "batch.columns[0]");

    orders->columns[0].values = far, orders->columns[1].scale = 29;
    INT("two mistakes", ATTAIN_E_INVALID_ARGUMENT,
        attain_engine_record_columns(orders->engine, &orders->batch, ATTAIN_TIME_NONE, &outcomes, &error));
    INT("are both told", 2, attain_error_count(error));
    TEXT("each with its field", "amount", attain_error_path(attain_error_at(error, 1)));
    JSON("as JSON too", attain_error_json(error));
    attain_error_free(error);
    orders->columns[0].values = orders->reps, orders->columns[1].scale = 2;
}

/* On some machines a pointer off its alignment would end the program. */
static void unaligned(struct orders *orders)
{
    unsigned char *room = calloc(1, 512), *odd = room + 1;
    attain_outcomes *outcomes = GARBAGE;

    INVALID_WITH(orders->batch.numbers = (const void *)odd, "batch.numbers");
    INVALID_WITH((orders->batch.ids = (const void *)odd, orders->batch.numbers = NULL, orders->batch.series = 0), "batch.ids");
    INVALID_WITH(orders->batch.on = (const void *)odd, "batch.on");
    INVALID_WITH(orders->batch.columns = (const void *)odd, "batch.columns[0]");
    INVALID_WITH(orders->columns[0].values = odd, "batch.columns[0]");
    INVALID_WITH(orders->columns[1].values = odd + 3, "batch.columns[1]");
    memcpy(odd, &orders->batch, sizeof orders->batch);
    IS_INVALID("batch", attain_engine_record_columns(orders->engine, (const void *)odd, ATTAIN_TIME_NONE, &outcomes, E));
    IS_INVALID("out", attain_engine_record_columns(orders->engine, &orders->batch, ATTAIN_TIME_NONE, (void *)odd, E));
    free(room);
}

void batches(void)
{
    struct orders orders;
    attain_outcomes *outcomes;
    uint64_t len;

    orders_set_up(&orders);
    nulls_of_codes(&orders);
    codes_that_are_none(&orders);
    nulls_of_batches(&orders);
    sizes_of_batches(&orders);
    choices_of_batches(&orders);
    unaligned(&orders);
    FINE(attain_engine_len(orders.engine, &len, E));
    INT("nothing was recorded", 2, len);
    FINE(attain_engine_record_columns(orders.engine, &orders.batch, ATTAIN_TIME_NONE, &outcomes, E));
    INT("until the batch is right", 3, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_COUNTED));
    attain_outcomes_free(outcomes);
    orders_free(&orders);
}
