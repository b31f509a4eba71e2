/* Tables: keys of each unit, boundaries, values that are not there, and what slices pay. */

#include <stdlib.h>

#include "check.h"

static const char RATES[] =
    "{\"keys\":[\"revenue\"],\"read\":\"slices\",\"rows\":[{\"revenue\":\"0 .. 100\",\"rate\":\"1%\"},"
    "{\"revenue\":\"100 .. 200\",\"rate\":\"2%\"},{\"revenue\":\"200 ..\",\"rate\":\"4%\"}],\"boundary\":\"[from, to)\"}";
static const char GRADES[] =
    "{\"keys\":[\"score\"],\"read\":\"step\",\"rows\":[{\"score\":\"0 .. 60\",\"等级\":\"待改进\",\"bonus\":\"0%\"},"
    "{\"score\":\"60 .. 90\",\"等级\":\"良\",\"bonus\":\"5%\"},{\"score\":\"90 .. 100\",\"等级\":\"优\",\"bonus\":\"12.5%\"}],"
    "\"boundary\":\"[from, to)\"}";
static const char DECISION[] =
    "{\"keys\":[\"region\",\"since\",\"new\",\"share\",\"price\",\"wait\"],\"read\":\"first\",\"boundary\":\"[from, to)\",\"rows\":["
    "{\"region\":\"北\",\"since\":\"2025-01-01 .. 2025-07-01\",\"new\":true,\"share\":\"0% .. 50%\",\"price\":\"100 EUR ..\","
    "\"wait\":\".. 30 days\",\"pays\":7},{\"region\":[\"West\",\"East\"],\"pays\":3}]}";

static attain_table *table_of(const char *json)
{
    attain_table *table = GARBAGE;

    FINE(attain_table_load_json(json, strlen(json), &table, E));
    return table;
}

/* What the unit does not need is garbage, which is not read. */
static attain_key key_of(int32_t unit, const char *written)
{
    attain_key key;

    memset(&key, 0x5a, sizeof key);
    key.unit = unit;
    if (unit == ATTAIN_UNIT_TEXT)
        key.text.data = written, key.text.len = ATTAIN_NTS;
    else if (unit == ATTAIN_UNIT_DATE)
        key.day = day_of(written);
    else
        key.amount = decimal_of(written);
    return key;
}

/* A value of a table of one key: the amount and its unit, or why there is none. */
static void gives(const attain_table *table, attain_key key, const char *result, int32_t unit, const char *expected)
{
    attain_value value;

    FINE(attain_table_value(table, &key, 1, result, ATTAIN_NTS, &value, E));
    INT(result, unit, value.unit);
    TEXT(expected, unit == 0 ? "0" : expected, amount(&value));
    TEXT("why there is none", unit == 0 ? expected : "", attain_why_name(value.undefined));
    TRUE("no day, and what is reserved is 0", value.day == ATTAIN_DATE_NONE && value.reserved == 0);
}

static void as_json(const attain_table *table, attain_key key, const char *result, const char *expected)
{
    attain_text *text = GARBAGE;

    FINE(attain_table_value_json(table, &key, 1, result, ATTAIN_NTS, &text, E));
    HAS(result, expected, attain_text_data(text));
    JSON("which is JSON", attain_text_data(text));
    attain_text_free(text);
}

static void boundaries(void)
{
    attain_table *grades = table_of(GRADES);

    gives(grades, key_of(ATTAIN_UNIT_NUMBER, "89.999999999999"), "bonus", ATTAIN_UNIT_RATIO, "0.05");
    gives(grades, key_of(ATTAIN_UNIT_NUMBER, "90"), "bonus", ATTAIN_UNIT_RATIO, "0.125");
    gives(grades, key_of(ATTAIN_UNIT_NUMBER, "60.000"), "bonus", ATTAIN_UNIT_RATIO, "0.05");
    gives(grades, key_of(ATTAIN_UNIT_NUMBER, "0"), "bonus", ATTAIN_UNIT_RATIO, "0");
    gives(grades, key_of(ATTAIN_UNIT_NUMBER, "-0.01"), "bonus", 0, "out_of_table");
    gives(grades, key_of(ATTAIN_UNIT_NUMBER, "100"), "bonus", 0, "out_of_table");
    gives(grades, key_of(ATTAIN_UNIT_NUMBER, "75"), "等级", ATTAIN_UNIT_TEXT, "0");
    as_json(grades, key_of(ATTAIN_UNIT_NUMBER, "75"), "等级", "{\"value\":\"良\",\"unit\":\"text\"}");
    as_json(grades, key_of(ATTAIN_UNIT_NUMBER, "90"), "等级", "\"优\"");
    as_json(grades, key_of(ATTAIN_UNIT_NUMBER, "90"), "bonus", "\"value\":\"0.125\"");
    as_json(grades, key_of(ATTAIN_UNIT_NUMBER, "-1"), "等级", "\"undefined\":\"out_of_table\"");
    attain_table_free(grades);
}

/* A number may be any amount; what is of another kind is in no row. */
static void units(void)
{
    attain_table *grades = table_of(GRADES);
    int32_t none[] = {0, ATTAIN_UNIT_PERSON, ATTAIN_UNIT_ORG_UNIT, 10, -1, INT32_MAX, INT32_MIN};
    attain_value value;
    attain_key key;
    size_t i;

    gives(grades, key_of(ATTAIN_UNIT_MONEY, "75"), "bonus", ATTAIN_UNIT_RATIO, "0.05");
    gives(grades, key_of(ATTAIN_UNIT_RATIO, "75"), "bonus", ATTAIN_UNIT_RATIO, "0.05");
    gives(grades, key_of(ATTAIN_UNIT_DURATION, "75"), "bonus", ATTAIN_UNIT_RATIO, "0.05");
    gives(grades, key_of(ATTAIN_UNIT_TEXT, "75"), "bonus", 0, "out_of_table");
    gives(grades, key_of(ATTAIN_UNIT_DATE, "1970-03-17"), "bonus", 0, "out_of_table");
    gives(grades, key_of(ATTAIN_UNIT_YES_NO, "1"), "bonus", 0, "out_of_table");
    key = key_of(ATTAIN_UNIT_NUMBER, "75");
    for (i = 0; i < sizeof none / sizeof *none; i++) {
        key.unit = none[i];
        IS_INVALID("keys[0]", attain_table_value(grades, &key, 1, "bonus", 5, &value, E));
    }
    attain_table_free(grades);
}

/* Asks DECISION for a case that the first row is for, but for one key that is another. */
static void decides(const attain_table *decision, int which, attain_key other, const char *expected)
{
    attain_key keys[6];
    attain_value value;

    keys[0] = key_of(ATTAIN_UNIT_TEXT, "北");
    keys[1] = key_of(ATTAIN_UNIT_DATE, "2025-06-30");
    keys[2] = key_of(ATTAIN_UNIT_YES_NO, "1");
    keys[3] = key_of(ATTAIN_UNIT_RATIO, "0.4999");
    keys[4] = key_of(ATTAIN_UNIT_MONEY, "100");
    keys[5] = key_of(ATTAIN_UNIT_DURATION, "29.5");
    keys[which] = other;
    FINE(attain_table_value(decision, keys, 6, "pays", 4, &value, E));
    TEXT("what is decided", expected, amount(&value));
    INT("or that nothing is", *expected == '0' ? ATTAIN_WHY_OUT_OF_TABLE : 0, value.undefined);
}

static void keys_of_each_unit(void)
{
    attain_table *decision = table_of(DECISION);

    decides(decision, 0, key_of(ATTAIN_UNIT_TEXT, "北"), "7");
    decides(decision, 0, key_of(ATTAIN_UNIT_TEXT, "East"), "3");
    decides(decision, 0, key_of(ATTAIN_UNIT_TEXT, "east"), "0");
    decides(decision, 0, key_of(ATTAIN_UNIT_TEXT, ""), "0");
    decides(decision, 1, key_of(ATTAIN_UNIT_DATE, "2025-01-01"), "7");
    decides(decision, 1, key_of(ATTAIN_UNIT_DATE, "2025-07-01"), "0");
    decides(decision, 2, key_of(ATTAIN_UNIT_YES_NO, "1.00"), "7");
    decides(decision, 2, key_of(ATTAIN_UNIT_YES_NO, "0.00"), "0");
    decides(decision, 3, key_of(ATTAIN_UNIT_RATIO, "0"), "7");
    decides(decision, 3, key_of(ATTAIN_UNIT_RATIO, "0.5"), "0");
    decides(decision, 4, key_of(ATTAIN_UNIT_MONEY, "99.99"), "0");
    decides(decision, 4, key_of(ATTAIN_UNIT_NUMBER, "100"), "7");
    decides(decision, 5, key_of(ATTAIN_UNIT_DURATION, "30"), "0");
    decides(decision, 5, key_of(ATTAIN_UNIT_MONEY, "1"), "0");
    attain_table_free(decision);
}

static void bad_keys(void)
{
    attain_table *grades = table_of(GRADES);
    unsigned char *room = malloc(2 * sizeof(attain_key)), *odd = room + 1;
    attain_key key = key_of(ATTAIN_UNIT_NUMBER, "75"), wrong[2];
    attain_text *text = GARBAGE;
    attain_value value;

    wrong[0] = wrong[1] = key;
    REFUSED(ATTAIN_E_LIMIT, "table.keys", "keys_count", attain_table_value(grades, &key, SIZE_MAX, "bonus", 5, &value, E));
    REFUSED(ATTAIN_E_LIMIT, "table.keys", "keys_count", attain_table_value(grades, NULL, SIZE_MAX, "bonus", 5, &value, E));
    REFUSED(ATTAIN_E_LIMIT, "table.keys", "keys_count", attain_table_value(grades, &key, 65, "bonus", 5, &value, E));
    IS_INVALID("keys_count", attain_table_value(grades, wrong, 2, "bonus", 5, &value, E));
    IS_INVALID("keys_count", attain_table_value(grades, NULL, 0, "bonus", 5, &value, E));
    IS_INVALID("keys_count", attain_table_value_json(grades, wrong, 0, "bonus", 5, &text, E));
    memcpy(odd, &key, sizeof key);
    IS_INVALID("keys[0]", attain_table_value(grades, (const void *)odd, 1, "bonus", 5, &value, E));
    wrong[0].amount.scale = 29;
    IS_INVALID("keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0].amount.scale = 0, wrong[0].amount.reserved = 1;
    IS_INVALID("keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0].amount.reserved = 0, wrong[0].amount.hi = INT64_MAX;
    REFUSED(ATTAIN_E_OVERFLOW, NULL, "keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0] = key_of(ATTAIN_UNIT_YES_NO, "2");
    IS_INVALID("keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0] = key_of(ATTAIN_UNIT_YES_NO, "-1");
    IS_INVALID("keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0].unit = ATTAIN_UNIT_DATE, wrong[0].day = ATTAIN_DATE_NONE;
    IS_INVALID("keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0].day = 2932897;
    IS_INVALID("keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0] = key_of(ATTAIN_UNIT_TEXT, NULL);
    IS_NULL("keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0] = key_of(ATTAIN_UNIT_TEXT, "\xff");
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "keys[0]", attain_table_value(grades, wrong, 1, "bonus", 5, &value, E));
    wrong[0].text.len = SIZE_MAX / 2 + 1;
    IS_INVALID("keys[0]", attain_table_value_json(grades, wrong, 1, "bonus", 5, &text, E));
    TRUE("no text", text == NULL);
    free(room);
    attain_table_free(grades);
}

static void unsound(void)
{
    const char *wrong = "{\"keys\":[\"x\"],\"read\":\"step\",\"rows\":[{\"x\":\"ten\",\"rate\":\"1%\"},{\"x\":\"10 .. 20\"}],\"reed\":1}";
    const char *gap = "{\"keys\":[\"x\"],\"read\":\"step\",\"boundary\":\"[from, to)\",\"rows\":["
                      "{\"x\":\"0 .. 5\",\"rate\":\"1%\"},{\"x\":\"6 ..\",\"rate\":\"2%\"}]}";
    const char *silent = "{\"keys\":[\"x\"],\"read\":\"step\",\"rows\":[{\"x\":\"0 ..\",\"rate\":\"1%\"}]}";
    const char *torn = "{\"keys\":", *wide = "{\"keys\":[\"\xff\"]}";
    attain_table *table = GARBAGE;
    attain_error *error;

    INT("a table with mistakes", ATTAIN_E_PLAN, attain_table_load_json(wrong, strlen(wrong), &table, &error));
    TRUE("is none", table == NULL);
    INT("all are told", 3, attain_error_count(error));
    HAS("that a field is unknown", "document.unknown_field", attain_error_json(error));
    HAS("that a cell is no range", "\"path\":\"rows[0].x\"", attain_error_json(error));
    HAS("that a row has no value", "the row has no `rate`", attain_error_json(error));
    JSON("as JSON", attain_error_json(error));
    attain_error_free(error);
    REFUSED(ATTAIN_E_PLAN, "table.gap", "rows[1]", attain_table_load_json(gap, strlen(gap), &table, E));
    REFUSED(ATTAIN_E_PLAN, "rule.needed", "boundary", attain_table_load_json(silent, strlen(silent), &table, E));
    REFUSED(ATTAIN_E_SYNTAX, NULL, NULL, attain_table_load_json(torn, strlen(torn), &table, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, NULL, NULL, attain_table_load_json(wide, strlen(wide), &table, E));
    REFUSED(ATTAIN_E_SYNTAX, NULL, NULL, attain_table_load_json(NULL, 0, &table, E));
    REFUSED(ATTAIN_E_PLAN, NULL, NULL, attain_table_load_json("{}", 2, &table, E));
    REFUSED(ATTAIN_E_PLAN, NULL, NULL, attain_table_load_json("[]", 2, &table, E));
    IS_INVALID("json", attain_table_load_json(RATES, SIZE_MAX, &table, E));
    TRUE("no table", table == NULL);
}

static void tables_of_plans(void)
{
    attain_plan *plan = plan_of(REVIEW);
    attain_table *points = GARBAGE, *none = GARBAGE;
    attain_key key = key_of(ATTAIN_UNIT_RATIO, "1.1");
    attain_value value;
    attain_error *error;

    FINE(attain_plan_table(plan, "points", ATTAIN_NTS, &points, E));
    INT("a table that is misspelt", ATTAIN_E_NOT_FOUND, attain_plan_table(plan, "point", 5, &none, &error));
    TRUE("is none", none == NULL);
    HAS("the nearest that there is", "did you mean `points`?", attain_error_message(error));
    attain_error_free(error);
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "name", attain_plan_table(plan, "", 0, &none, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, NULL, "name", attain_plan_table(plan, "\xff", 1, &none, E));
    attain_plan_free(plan);
    gives(points, key, "points", ATTAIN_UNIT_NUMBER, "110");
    gives(points, key_of(ATTAIN_UNIT_RATIO, "-3"), "points", ATTAIN_UNIT_NUMBER, "0");
    gives(points, key_of(ATTAIN_UNIT_NUMBER, "9"), "points", ATTAIN_UNIT_NUMBER, "120");
    INT("a result that is misspelt", ATTAIN_E_NOT_FOUND, attain_table_value(points, &key, 1, "point", 5, &value, &error));
    HAS("the nearest result", "did you mean `points`?", attain_error_message(error));
    TEXT("and which argument it is", "result", attain_error_path(error));
    attain_error_free(error);
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "result", attain_table_value(points, &key, 1, "reached", 7, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "result", attain_table_value(points, &key, 1, NULL, 0, &value, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, NULL, "result", attain_table_value(points, &key, 1, "\xff", 1, &value, E));
    attain_table_free(points);
}

static void pays(const attain_table *table, const char *from, const char *to, const char *base, const char *expected)
{
    attain_decimal start = decimal_of(from), end = decimal_of(to), of = decimal_of(base == NULL ? "0" : base);
    attain_value value;

    FINE(attain_table_pay(table, &start, &end, base == NULL ? NULL : &of, &value, E));
    INT("a payment is a number", value.undefined == 0 ? ATTAIN_UNIT_NUMBER : 0, value.unit);
    TEXT(expected, expected, value.undefined == 0 ? amount(&value) : attain_why_name(value.undefined));
}

/* A line that is cancelled takes back what it was paid, whatever else was sold between. */
static void paid(void)
{
    attain_table *rates = table_of(RATES), *decision = table_of(DECISION);
    attain_decimal one = decimal_of("1"), wrong = one;
    attain_value value;

    pays(rates, "0", "150", NULL, "2");
    pays(rates, "150", "250", NULL, "3");
    pays(rates, "250", "150", NULL, "-3");
    pays(rates, "150", "0", NULL, "-2");
    pays(rates, "100", "100", NULL, "0");
    pays(rates, "50", "150", "10", "0.15");
    pays(rates, "150", "50", "-10", "-0.15");
    pays(rates, "50", "150", "0", "0");
    pays(rates, "100", "100", "1", "divided_by_zero");
    pays(rates, "0", "-1", NULL, "out_of_table");
    pays(decision, "0", "1", NULL, "out_of_table");
    wrong.scale = -1;
    IS_INVALID("from", attain_table_pay(rates, &wrong, &one, NULL, &value, E));
    IS_INVALID("to", attain_table_pay(rates, &one, &wrong, NULL, &value, E));
    IS_INVALID("base", attain_table_pay(rates, &one, &one, &wrong, &value, E));
    gives(rates, key_of(ATTAIN_UNIT_MONEY, "150"), "rate", ATTAIN_UNIT_MONEY, "2");
    gives(rates, key_of(ATTAIN_UNIT_NUMBER, "200"), "rate", ATTAIN_UNIT_NUMBER, "3");
    attain_table_free(rates);
    attain_table_free(decision);
}

void tables(void)
{
    boundaries();
    units();
    keys_of_each_unit();
    bad_keys();
    unsound();
    tables_of_plans();
    paid();
}
