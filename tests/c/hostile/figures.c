/* Figures of many as arrays: good questions, wrong ones, wrong sizes, NULL for each pointer. */

#include "check.h"

static const char PLAN[] =
    "{\"attain\":1,\"name\":\"Figures\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]},"
    "\"person\":{\"role\":\"text\",\"hired\":\"date\"},\"may_see\":\"actor = subject\"},"
    "\"facts\":{\"order\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\",\"amount\":\"money\",\"product\":\"text\"}}},"
    "\"kpis\":{\"revenue\":{\"formula\":\"sum(order.amount)\"},\"third\":{\"formula\":\"revenue / 3\"},"
    "\"deal\":{\"formula\":\"avg(order.amount)\"},\"part\":{\"formula\":\"revenue / (revenue at company)\"}}}";

static const char FACTS[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\",\"role\":\"lead\",\"hired\":\"2024-02-29\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"mia\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m3\",\"on\":\"2025-01-01\",\"who\":\"王芳\",\"unit\":\"company\",\"role\":\"销售\"}\n"
    "{\"kind\":\"order\",\"id\":\"o1\",\"on\":\"2025-03-04\",\"rep\":\"ann\",\"amount\":\"99.5\",\"product\":\"bikes\"}\n"
    "{\"kind\":\"order\",\"id\":\"o2\",\"on\":\"2025-03-18\",\"rep\":\"ann\",\"amount\":\"0.5\"}\n"
    "{\"kind\":\"order\",\"id\":\"o3\",\"on\":\"2025-03-20\",\"rep\":\"王芳\",\"amount\":\"-20\",\"product\":\"bikes\"}\n";

/* ann, mia, 王芳: 100, 0 and -20 of revenue. */
static const char MARCH[] =
    "{\"figures\":[\"revenue\",\"third\",\"deal\",\"part\",\"subject.role\",\"subject.hired\"],\"during\":[\"2025-03\"]}";
enum { REVENUE, THIRD, DEAL, PART, ROLE, HIRED, FIGURES };
enum { ANN, MIA, FANG, ROWS };

static attain_columns *asked(attain_view *view, const char *query, const char *actor)
{
    attain_columns *columns = GARBAGE;

    FINE(attain_view_columns(view, query, strlen(query), actor, ATTAIN_NTS, &columns, E));
    return columns;
}

static void digits_are(attain_columns *columns, size_t figure, int32_t scale, int32_t rounding, int64_t ann, int64_t mia, int64_t fang)
{
    int64_t mantissas[ROWS] = { 7, 7, 7 };
    uint8_t states[ROWS] = { 77, 77, 77 };

    FINE(attain_columns_decimals(columns, figure, scale, rounding, mantissas, states, ROWS, E));
    INT("of ann", ann, mantissas[ANN]);
    INT("of mia", mia, mantissas[MIA]);
    INT("of 王芳", fang, mantissas[FANG]);
    TRUE("a value for each", states[ANN] == ATTAIN_FIGURE_VALUE && states[MIA] == ATTAIN_FIGURE_VALUE && states[FANG] == ATTAIN_FIGURE_VALUE);
}

static void amounts(attain_columns *columns)
{
    int64_t mantissas[ROWS] = { 7, 7, 7 };
    uint8_t states[ROWS] = { 77, 77, 77 };
    attain_value value;

    digits_are(columns, REVENUE, 2, ATTAIN_ROUND_HALF_UP, 10000, 0, -2000);
    digits_are(columns, REVENUE, 0, ATTAIN_ROUND_DOWN, 100, 0, -20);
    /* 33.333… and -6.666… */
    digits_are(columns, THIRD, 2, ATTAIN_ROUND_HALF_UP, 3333, 0, -667);
    digits_are(columns, THIRD, 2, ATTAIN_ROUND_HALF_EVEN, 3333, 0, -667);
    digits_are(columns, THIRD, 2, ATTAIN_ROUND_UP, 3334, 0, -667);
    digits_are(columns, THIRD, 2, ATTAIN_ROUND_DOWN, 3333, 0, -666);
    digits_are(columns, THIRD, 2, ATTAIN_ROUND_CEILING, 3334, 0, -666);
    digits_are(columns, THIRD, 2, ATTAIN_ROUND_FLOOR, 3333, 0, -667);
    /* Of 80 in all. */
    digits_are(columns, PART, 4, ATTAIN_ROUND_HALF_UP, 12500, 0, -2500);

    FINE(attain_columns_decimals(columns, DEAL, 1, ATTAIN_ROUND_HALF_UP, mantissas, states, ROWS, E));
    INT("50 on average", 500, mantissas[ANN]);
    INT("mia has none", ATTAIN_FIGURE_UNDEFINED, states[MIA]);
    INT("and the number is 0", 0, mantissas[MIA]);
    INT("王芳 has one", ATTAIN_FIGURE_VALUE, states[FANG]);
    FINE(attain_columns_value(columns, DEAL, MIA, &value, E));
    INT("for a reason", ATTAIN_WHY_NO_FACTS, value.undefined);

    /* 100 with 17 digits is more than an int64_t has, with 28 more than a decimal; 20 with 17 digits fits. */
    FINE(attain_columns_decimals(columns, REVENUE, 17, ATTAIN_ROUND_HALF_UP, mantissas, states, ROWS, E));
    INT("too large", ATTAIN_FIGURE_TOO_LARGE, states[ANN]);
    INT("and the number is 0", 0, mantissas[ANN]);
    INT("it fits", ATTAIN_FIGURE_VALUE, states[FANG]);
    INT("with all digits", -2000000000000000000LL, mantissas[FANG]);
    FINE(attain_columns_decimals(columns, REVENUE, 28, ATTAIN_ROUND_HALF_UP, mantissas, states, ROWS, E));
    INT("too large for a decimal", ATTAIN_FIGURE_TOO_LARGE, states[ANN]);
    INT("0 fits with any scale", ATTAIN_FIGURE_VALUE, states[MIA]);
    FINE(attain_columns_value(columns, REVENUE, ANN, &value, E));
    TEXT("exactly", "100", amount(&value));
}

static void refusals(attain_columns *columns)
{
    int64_t mantissas[ROWS + 1] = { 7, 7, 7, 7 };
    uint8_t states[ROWS + 1] = { 77, 77, 77, 77 };
    int64_t *odd = (int64_t *)(void *)((char *)mantissas + 1);
    size_t row;

#define DECIMALS(columns, figure, scale, rounding, rows) \
    attain_columns_decimals(columns, figure, scale, rounding, mantissas, states, rows, E)
    IS_NULL("columns", DECIMALS(NULL, REVENUE, 2, ATTAIN_ROUND_HALF_UP, ROWS));
    IS_INVALID("figure", DECIMALS(columns, FIGURES, 2, ATTAIN_ROUND_HALF_UP, ROWS));
    IS_INVALID("figure", DECIMALS(columns, (size_t)-1, 2, ATTAIN_ROUND_HALF_UP, ROWS));
    IS_INVALID("figure", DECIMALS(columns, ROLE, 2, ATTAIN_ROUND_HALF_UP, ROWS));
    IS_INVALID("figure", DECIMALS(columns, HIRED, 2, ATTAIN_ROUND_HALF_UP, ROWS));
    IS_INVALID("scale", DECIMALS(columns, REVENUE, -1, ATTAIN_ROUND_HALF_UP, ROWS));
    IS_INVALID("scale", DECIMALS(columns, REVENUE, 29, ATTAIN_ROUND_HALF_UP, ROWS));
    IS_INVALID("scale", DECIMALS(columns, REVENUE, INT32_MIN, ATTAIN_ROUND_HALF_UP, ROWS));
    IS_INVALID("rounding", DECIMALS(columns, REVENUE, 2, 0, ROWS));
    IS_INVALID("rounding", DECIMALS(columns, REVENUE, 2, 7, ROWS));
    IS_INVALID("rows", DECIMALS(columns, REVENUE, 2, ATTAIN_ROUND_HALF_UP, 0));
    IS_INVALID("rows", DECIMALS(columns, REVENUE, 2, ATTAIN_ROUND_HALF_UP, ROWS - 1));
    IS_INVALID("rows", DECIMALS(columns, REVENUE, 2, ATTAIN_ROUND_HALF_UP, ROWS + 1));
    IS_INVALID("rows", DECIMALS(columns, REVENUE, 2, ATTAIN_ROUND_HALF_UP, (size_t)-1));
    IS_NULL("mantissas", attain_columns_decimals(columns, REVENUE, 2, ATTAIN_ROUND_HALF_UP, NULL, states, ROWS, E));
    IS_NULL("states", attain_columns_decimals(columns, REVENUE, 2, ATTAIN_ROUND_HALF_UP, mantissas, NULL, ROWS, E));
    IS_INVALID("mantissas", attain_columns_decimals(columns, REVENUE, 2, ATTAIN_ROUND_HALF_UP, odd, states, ROWS, E));
    for (row = 0; row < ROWS + 1; row++)
        TRUE("nothing was written", mantissas[row] == 7 && states[row] == 77);
}

static void text_is(attain_columns *columns, size_t figure, size_t row, const char *expected)
{
    attain_text *text = GARBAGE;

    FINE(attain_columns_text(columns, figure, row, &text, E));
    if (expected == NULL)
        TRUE("no text of what is undefined", text == NULL);
    else
        TEXT("as text", expected, attain_text_data(text));
    attain_text_free(text);
}

static void cells_of(attain_columns *columns)
{
    attain_value value;
    attain_text *text = GARBAGE;

    text_is(columns, ROLE, ANN, "lead");
    text_is(columns, ROLE, MIA, NULL);
    text_is(columns, ROLE, FANG, "销售");
    text_is(columns, HIRED, ANN, "2024-02-29");
    text_is(columns, REVENUE, FANG, "-20");
    text_is(columns, PART, ANN, "1.25");
    text_is(columns, DEAL, MIA, NULL);
    FINE(attain_columns_value(columns, HIRED, ANN, &value, E));
    INT("a day", day_of("2024-02-29"), value.day);
    FINE(attain_columns_value(columns, ROLE, MIA, &value, E));
    INT("no role", ATTAIN_WHY_MISSING, value.undefined);
    FINE(attain_columns_value(columns, THIRD, ANN, &value, E));
    TEXT("exactly", "100/3", amount(&value));

    IS_NULL("columns", attain_columns_value(NULL, 0, 0, &value, E));
    IS_NULL("out", attain_columns_value(columns, 0, 0, NULL, E));
    IS_INVALID("figure", attain_columns_value(columns, FIGURES, 0, &value, E));
    IS_INVALID("row", attain_columns_value(columns, 0, ROWS, &value, E));
    IS_INVALID("row", attain_columns_value(columns, 0, (size_t)-1, &value, E));
    IS_NULL("columns", attain_columns_text(NULL, 0, 0, &text, E));
    TRUE("no text", text == NULL);
    IS_NULL("out", attain_columns_text(columns, 0, 0, NULL, E));
    text = GARBAGE;
    IS_INVALID("figure", attain_columns_text(columns, FIGURES, 0, &text, E));
    TRUE("no text of no figure", text == NULL);
    IS_INVALID("row", attain_columns_text(columns, ROLE, ROWS, &text, E));
}

static void places(attain_view *view, attain_columns *columns)
{
    static const char DAYS[] = "{\"figures\":[\"revenue\"],\"keys\":[\"company\"],\"during\":[\"2025-03\",\"2025-03-04 .. 2025-03-19\"]}";
    attain_place at, small;
    attain_value value;
    attain_columns *days = asked(view, DAYS, NULL);

    attain_place_init(&at, sizeof at);
    FINE(attain_columns_place(columns, FANG, &at, E));
    TEXT("the key, with a NUL behind it", "王芳", at.key.data);
    INT("and without it in the length", 6, at.key.len);
    INT("a person", ATTAIN_WHOSE_PERSON, at.whose);
    TEXT("the period", "2025-03", at.period.data);
    INT("from its first day", day_of("2025-03-01"), at.from);
    INT("up to the day after the last", day_of("2025-04-01"), at.to);
    INT("the size is left alone", sizeof at, at.struct_size);
    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("it can be asked about", "-20", amount(&value));

    FINE(attain_columns_place(days, 0, &at, E));
    INT("a unit", ATTAIN_WHOSE_UNIT, at.whose);
    TEXT("in a period", "2025-03", at.period.data);
    FINE(attain_columns_place(days, 1, &at, E));
    TEXT("the same unit", "company", at.key.data);
    INT("in days", 0, at.period.len);
    INT("of which the first", day_of("2025-03-04"), at.from);
    INT("and the one after the last", day_of("2025-03-19"), at.to);
    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("o1 and o2", "100", amount(&value));
    attain_columns_free(days);

    attain_place_init(&small, sizeof small);
    small.struct_size = sizeof small - 1;
    IS_INVALID("place", attain_columns_place(columns, 0, &small, E));
    small.struct_size = 0;
    IS_INVALID("place", attain_columns_place(columns, 0, &small, E));
    TRUE("nothing was written", small.key.data == NULL && small.whose == 0);
    IS_NULL("columns", attain_columns_place(NULL, 0, &at, E));
    IS_NULL("place", attain_columns_place(columns, 0, NULL, E));
    IS_INVALID("row", attain_columns_place(columns, ROWS, &at, E));
}

static void slices(attain_view *view)
{
    static const char SLICED[] =
        "{\"figures\":[\"revenue\"],\"keys\":[\"company\"],\"during\":[\"2025-03\"],\"by\":[\"order.product\"]}";
    attain_columns *columns = asked(view, SLICED, NULL);
    attain_text *text = GARBAGE;

    INT("of nothing and of bikes", 2, attain_columns_count(columns, ATTAIN_COUNT_ROWS));
    INT("by one field", 1, attain_columns_count(columns, ATTAIN_COUNT_FIELDS));
    FINE(attain_columns_slice(columns, 0, 0, &text, E));
    TRUE("what has no product", text == NULL);
    FINE(attain_columns_slice(columns, 0, 1, &text, E));
    TEXT("what has one", "bikes", attain_text_data(text));
    attain_text_free(text);
    text_is(columns, 0, 0, "0.5");
    text_is(columns, 0, 1, "79.5");
    IS_INVALID("field", attain_columns_slice(columns, 1, 0, &text, E));
    IS_INVALID("row", attain_columns_slice(columns, 0, 2, &text, E));
    IS_NULL("columns", attain_columns_slice(NULL, 0, 0, &text, E));
    IS_NULL("out", attain_columns_slice(columns, 0, 0, NULL, E));
    attain_columns_free(columns);
    columns = asked(view, MARCH, NULL);
    IS_INVALID("field", attain_columns_slice(columns, 0, 0, &text, E));
    attain_columns_free(columns);
}

static void questions(attain_view *view)
{
    static const char NOBODY[] = "{\"figures\":[\"revenue\"],\"during\":[\"2025-03\"],\"offset\":3}";
    attain_columns *columns = asked(view, MARCH, "ann");

    INT("ann sees herself", 1, attain_columns_count(columns, ATTAIN_COUNT_ROWS));
    INT("and not two others", 2, attain_columns_count(columns, ATTAIN_COUNT_HIDDEN));
    attain_columns_free(columns);
    columns = asked(view, "{\"figures\":[\"revenue\"],\"during\":[\"2025-03\"],\"sort\":\"revenue\",\"top\":1}", NULL);
    INT("the first", 1, attain_columns_count(columns, ATTAIN_COUNT_ROWS));
    INT("of three", 3, attain_columns_count(columns, ATTAIN_COUNT_TOTAL));
    attain_columns_free(columns);
    columns = asked(view, NOBODY, NULL);
    INT("no rows", 0, attain_columns_count(columns, ATTAIN_COUNT_ROWS));
    FINE(attain_columns_decimals(columns, 0, 2, ATTAIN_ROUND_HALF_UP, NULL, NULL, 0, E));
    attain_columns_free(columns);

    columns = GARBAGE;
    REFUSED(ATTAIN_E_SYNTAX, "document.syntax", NULL, attain_view_columns(view, "{", 1, NULL, 0, &columns, E));
    TRUE("no columns", columns == NULL);
    REFUSED(ATTAIN_E_PLAN, "document.unknown_field", "figure",
            attain_view_columns(view, "{\"figure\":[\"revenue\"]}", 22, NULL, 0, &columns, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "query",
            attain_view_columns(view, "{\"figures\":[\"revenu\"],\"during\":[\"2025-03\"]}", 43, NULL, 0, &columns, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "actor", attain_view_columns(view, MARCH, strlen(MARCH), "nobody", 6, &columns, E));
    IS_NULL("view", attain_view_columns(NULL, MARCH, strlen(MARCH), NULL, 0, &columns, E));
    IS_NULL("query", attain_view_columns(view, NULL, 3, NULL, 0, &columns, E));
    IS_NULL("actor", attain_view_columns(view, MARCH, strlen(MARCH), NULL, 3, &columns, E));
    IS_NULL("out", attain_view_columns(view, MARCH, strlen(MARCH), NULL, 0, NULL, E));
    INT("rows of no columns", 0, attain_columns_count(NULL, ATTAIN_COUNT_ROWS));
    INT("the unit of no figure", 0, attain_columns_unit(NULL, 0));
    attain_columns_free(NULL);
}

void figures(void)
{
    attain_engine *engine = engine_of(PLAN, FACTS);
    attain_view *view = view_of(engine, "2025-03-31");
    attain_columns *columns = asked(view, MARCH, NULL);

    INT("rows", ROWS, attain_columns_count(columns, ATTAIN_COUNT_ROWS));
    INT("figures", FIGURES, attain_columns_count(columns, ATTAIN_COUNT_FIGURES));
    INT("by no field", 0, attain_columns_count(columns, ATTAIN_COUNT_FIELDS));
    INT("nobody is hidden", 0, attain_columns_count(columns, ATTAIN_COUNT_HIDDEN));
    INT("nothing else is counted", 0, attain_columns_count(columns, 0) + attain_columns_count(columns, 6));
    INT("money", ATTAIN_UNIT_MONEY, attain_columns_unit(columns, REVENUE));
    INT("a ratio", ATTAIN_UNIT_RATIO, attain_columns_unit(columns, PART));
    INT("a text", ATTAIN_UNIT_TEXT, attain_columns_unit(columns, ROLE));
    INT("a day", ATTAIN_UNIT_DATE, attain_columns_unit(columns, HIRED));
    INT("no further one", 0, attain_columns_unit(columns, FIGURES));
    questions(view);
    slices(view);
    places(view, columns);
    attain_view_free(view);
    attain_engine_free(engine);
    /* What was answered goes on without them. */
    amounts(columns);
    refusals(columns);
    cells_of(columns);
    attain_columns_free(columns);
}
