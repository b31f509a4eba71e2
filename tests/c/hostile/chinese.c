/* Names, keys and texts in Chinese, from the plan to the last line of a statement. */

#include "check.h"

static const char LINES[] = "{\"kind\":\"unit\",\"id\":\"单位一\",\"on\":\"2025-01-01\",\"unit\":\"总公司\"}\n"
                            "{\"kind\":\"membership\",\"id\":\"成员一\",\"on\":\"2025-01-01\",\"who\":\"王伟\","
                            "\"unit\":\"总公司\",\"提成比例\":\"5%\"}\n"
                            "{\"kind\":\"target\",\"id\":\"目标一\",\"on\":\"2025-03-01\",\"of\":\"销售额\",\"who\":\"王伟\","
                            "\"period\":\"2025-03\",\"amount\":\"10000\"}\n";

static void recorded(attain_engine *engine)
{
    const char *rows = "id,on,销售员,金额\n订一,2025-03-04,王伟,5000\n订二,2025-03-05,王伟,3000\n订三,2025-03-05,李娜,1\n";
    attain_outcomes *outcomes;
    attain_text *json;

    FINE(attain_engine_record_csv(engine, "订单", ATTAIN_NTS, rows, strlen(rows), ATTAIN_TIME_NONE, &outcomes, E));
    INT("rows with Chinese columns count", 2, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_COUNTED));
    FINE(attain_outcomes_json(outcomes, 2, &json, E));
    HAS("who is waited for", "\"key\":\"李娜\"", attain_text_data(json));
    attain_text_free(json);
    attain_outcomes_free(outcomes);
}

static void shown(attain_view *view, attain_place *at)
{
    attain_text *text;

    FINE(attain_view_statement(view, at, "提成", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    HAS("a statement", "佣金", attain_text_data(text));
    HAS("its total", "400", attain_text_data(text));
    INT("the length is that of the bytes", strlen(attain_text_data(text)), attain_text_len(text));
    attain_text_free(text);
    FINE(attain_view_scorecard(view, at, "绩效", ATTAIN_NTS, ATTAIN_FORM_JSON, &text, E));
    JSON("a scorecard", attain_text_data(text));
    HAS("its item", "\"id\":\"达成率\"", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_explain(view, at, ATTAIN_EXPLAIN_VALUE, "销售额", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    HAS("how it came about, down to the entries", "订二", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_ranking(view, at, "排名", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    HAS("a ranking", "王伟", attain_text_data(text));
    attain_text_free(text);
}

static void undefined(attain_view *view)
{
    attain_place nobody = person_in("王维", "2025-03"), before = person_in("王伟", "2024-03");
    attain_error *error;
    attain_value value;
    attain_text *text;

    INT("nobody of that name", ATTAIN_E_NOT_FOUND, attain_view_value(view, &nobody, "销售额", ATTAIN_NTS, &value, &error));
    HAS("the name in the message", "王维", attain_error_message(error));
    JSON("and in the JSON", attain_error_json(error));
    attain_error_free(error);
    FINE(attain_view_statement(view, &before, "提成", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    HAS("why there is no statement", "不在组织内", attain_text_data(text));
    attain_text_free(text);
}

void chinese(void)
{
    attain_engine *engine = engine_of(CHINESE, LINES);
    attain_plan *plan = attain_engine_plan(engine);
    attain_place at = person_in("王伟", "2025-03");
    attain_view *view;
    attain_value value;

    TEXT("the name of a plan", "华东销售方案", attain_plan_name(plan));
    attain_plan_free(plan);
    recorded(engine);
    view = view_of(engine, "2025-03-31");
    FINE(attain_view_value(view, &at, "销售额", ATTAIN_NTS, &value, E));
    TEXT("a KPI", "8000", amount(&value));
    FINE(attain_view_score(view, &at, "绩效", ATTAIN_NTS, &value, E));
    TEXT("a score", "80", amount(&value));
    shown(view, &at);
    undefined(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
