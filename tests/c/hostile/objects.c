/* Plans, engines and views to check. What cannot be made ends the program: nothing could be checked without it. */

#include <stdio.h>
#include <stdlib.h>

#include "check.h"

const char SMALL[] = "{\"attain\":1,\"name\":\"Small\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]}},"
                     "\"facts\":{\"order\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\",\"amount\":\"money\"}}},"
                     "\"kpis\":{\"revenue\":{\"formula\":\"sum(order.amount)\"}}}";

const char REVIEW[] =
    "{\"attain\":1,\"name\":\"Review\",\"currency\":\"EUR\","
    "\"rules\":{\"rounding\":{\"to\":\"0.01\",\"mode\":\"half_up\"},\"boundary\":\"[from, to)\",\"missing\":\"skip\","
    "\"ties\":\"1224\"},"
    "\"calendar\":{\"lists\":{\"season\":[\"2025-01-01\",\"2025-03-01\",\"2025-07-01\"]}},"
    "\"org\":{\"trees\":{\"sales\":[\"company\",\"team\"]},\"person\":{\"rate\":\"ratio\",\"since\":\"date\"}},"
    "\"facts\":{\"order\":{\"on\":\"day\",\"id\":[\"number\"],\"whose\":\"rep\",\"fields\":{\"number\":\"text\","
    "\"day\":\"date\",\"rep\":\"person\",\"amount\":\"money\",\"customer\":\"text\"}}},"
    "\"tables\":{\"points\":{\"keys\":[\"reached\"],\"read\":\"line\",\"below\":\"flat\",\"above\":\"flat\",\"rows\":["
    "{\"reached\":\"0%\",\"points\":0},{\"reached\":\"100%\",\"points\":100},{\"reached\":\"120%\",\"points\":120}]}},"
    "\"kpis\":{\"revenue\":{\"formula\":\"sum(order.amount)\",\"labels\":{\"zh\":\"销售额\"}},"
    "\"orders\":{\"formula\":\"count(order)\"},\"average\":{\"formula\":\"revenue / orders\"},"
    "\"latest\":{\"formula\":\"max(order.day)\"},\"customer\":{\"formula\":\"last(order.customer)\"},"
    "\"busy\":{\"formula\":\"orders >= 2\"},"
    "\"growth\":{\"formula\":\"revenue / revenue[prior] - 100%\"},"
    "\"ahead\":{\"formula\":\"revenue / revenue at company - elapsed(days)\"}},"
    "\"targets\":{\"revenue\":{\"grain\":\"month\",\"unit_is\":\"members\",\"transfer\":\"days\"}},"
    "\"scorecards\":{\"rep\":{\"grain\":\"month\",\"labels\":{\"zh\":\"评分卡\"},\"items\":[{\"id\":\"attained\",\"weight\":"
    "\"100%\",\"value\":\"attainment(revenue)\",\"points\":\"points\"}]}},"
    "\"incentives\":{\"pay\":{\"grain\":\"month\",\"components\":[{\"id\":\"commission\",\"each\":\"period\",\"base\":"
    "\"revenue\",\"pay\":\"base * subject.rate\"}]}},"
    "\"rankings\":{\"best\":{\"by\":\"revenue\"}}}";

const char ENTRIES[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\",\"rate\":\"5%\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"bob\",\"unit\":\"company\",\"rate\":\"4%\"}\n"
    "{\"kind\":\"target\",\"id\":\"t1\",\"on\":\"2025-03-01\",\"of\":\"revenue\",\"who\":\"ann\",\"period\":\"2025-03\","
    "\"amount\":\"8000\"}\n"
    "{\"kind\":\"order\",\"number\":\"o1\",\"day\":\"2025-03-04\",\"rep\":\"ann\",\"amount\":\"4500.50\",\"customer\":\"北\"}\n"
    "{\"kind\":\"order\",\"number\":\"o2\",\"day\":\"2025-03-18\",\"rep\":\"ann\",\"amount\":\"2499.50\",\"customer\":\"West\"}\n"
    "{\"kind\":\"order\",\"number\":\"o3\",\"day\":\"2025-03-20\",\"rep\":\"bob\",\"amount\":\"100\",\"customer\":\"West\"}\n";

const char CHINESE[] =
    "{\"attain\":1,\"name\":\"华东销售方案\",\"currency\":\"CNY\","
    "\"rules\":{\"rounding\":{\"to\":\"0.01\",\"mode\":\"half_up\"},\"missing\":\"skip\",\"ties\":\"1224\"},"
    "\"org\":{\"trees\":{\"销售\":[\"公司\",\"团队\"]},\"person\":{\"提成比例\":\"ratio\"}},"
    "\"facts\":{\"订单\":{\"whose\":\"销售员\",\"fields\":{\"销售员\":\"person\",\"金额\":\"money\"}}},"
    "\"tables\":{\"得分\":{\"keys\":[\"达成\"],\"read\":\"line\",\"below\":\"flat\",\"above\":\"flat\",\"rows\":["
    "{\"达成\":\"0%\",\"分\":0},{\"达成\":\"100%\",\"分\":100}]}},"
    "\"kpis\":{\"销售额\":{\"formula\":\"sum(订单.金额)\"}},"
    "\"targets\":{\"销售额\":{\"grain\":\"month\",\"unit_is\":\"members\",\"transfer\":\"days\"}},"
    "\"scorecards\":{\"绩效\":{\"grain\":\"month\",\"items\":[{\"id\":\"达成率\",\"weight\":\"100%\",\"value\":"
    "\"attainment(销售额)\",\"points\":\"得分\"}]}},"
    "\"incentives\":{\"提成\":{\"grain\":\"month\",\"components\":[{\"id\":\"佣金\",\"each\":\"period\",\"base\":\"销售额\","
    "\"pay\":\"base * subject.提成比例\"}]}},"
    "\"rankings\":{\"排名\":{\"by\":\"销售额\"}}}";

static void needed(const char *what, attain_status status, attain_error *error)
{
    if (status != ATTAIN_OK) {
        fprintf(stderr, "%s: %s\n", what, attain_error_json(error));
        exit(1);
    }
}

attain_plan *plan_of(const char *json)
{
    attain_plan *plan;
    attain_error *error;

    needed("a plan", attain_plan_load_json(json, strlen(json), NULL, &plan, &error), error);
    return plan;
}

attain_engine *engine_of(const char *json, const char *entries)
{
    attain_plan *plan = plan_of(json);
    attain_engine *engine;
    attain_error *error;

    needed("an engine", attain_engine_new(plan, &engine, &error), error);
    attain_plan_free(plan);
    record(engine, entries);
    return engine;
}

void record(attain_engine *engine, const char *lines)
{
    attain_outcomes *outcomes;
    attain_error *error;
    uint64_t odd;

    needed("entries", attain_engine_record_jsonl(engine, lines, strlen(lines), ATTAIN_TIME_NONE, &outcomes, &error), error);
    odd = attain_outcomes_next(outcomes, 0);
    if (odd != ATTAIN_INDEX_NONE) {
        attain_text *why;

        needed("an outcome", attain_outcomes_json(outcomes, odd, &why, &error), error);
        fprintf(stderr, "entry %lu: %s\n", (unsigned long)odd, attain_text_data(why));
        exit(1);
    }
    attain_outcomes_free(outcomes);
}

attain_view *view_of(attain_engine *engine, const char *day)
{
    attain_view *view;
    attain_error *error;

    needed("a view", attain_engine_view(engine, day_of(day), &view, &error), error);
    return view;
}

attain_date day_of(const char *day)
{
    attain_date number;
    attain_error *error;

    needed("a day", attain_date_parse(day, ATTAIN_NTS, &number, &error), error);
    return number;
}

attain_decimal decimal_of(const char *text)
{
    attain_decimal decimal;
    attain_error *error;

    needed("a decimal", attain_decimal_parse(text, ATTAIN_NTS, &decimal, &error), error);
    return decimal;
}

static attain_str str_of(const char *text)
{
    attain_str str;

    str.data = text;
    str.len = text == NULL ? 0 : strlen(text);
    return str;
}

attain_place person_in(const char *who, const char *period)
{
    attain_place place;

    attain_place_init(&place, sizeof place);
    place.whose = ATTAIN_WHOSE_PERSON;
    place.key = str_of(who);
    place.period = str_of(period);
    return place;
}

attain_place unit_in(const char *unit, const char *period)
{
    attain_place place = person_in(unit, period);

    place.whose = ATTAIN_WHOSE_UNIT;
    return place;
}

const char *amount(const attain_value *value)
{
    static char buffer[80];
    attain_error *error;

    needed("a fraction", attain_fraction_format(&value->amount, buffer, sizeof buffer, NULL, &error), error);
    return buffer;
}

const char *written(const attain_decimal *decimal)
{
    static char buffer[80];
    attain_error *error;

    needed("a decimal", attain_decimal_format(decimal, buffer, sizeof buffer, NULL, &error), error);
    return buffer;
}
