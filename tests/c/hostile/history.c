/* Who set what and why, commitments beside targets, what did not come out: good questions, wrong ones, NULL for each pointer. */

#include "check.h"

static const char RULES[] =
    "{\"attain\":1,\"name\":\"History\",\"currency\":\"EUR\",\"rules\":{\"missing\":\"skip\",\"rounding\":{\"to\":\"1\",\"mode\":"
    "\"half_up\",\"odd\":\"first\"}},\"org\":{\"trees\":{\"sales\":[\"company\"]}},"
    "\"facts\":{\"order\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\",\"amount\":\"money\"}}},"
    "\"kpis\":{\"revenue\":{\"formula\":\"sum(order.amount)\"}},"
    "\"targets\":{\"revenue\":{\"grain\":\"month\",\"unit_is\":\"own\",\"transfer\":\"days\"}}}";

#define ABOUT "\"of\":\"revenue\",\"period\":\"2025-03\","

static const char SAID[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"王芳\",\"unit\":\"company\"}\n"
    "{\"kind\":\"target\",\"id\":\"t1\",\"on\":\"2025-02-01\"," ABOUT "\"who\":\"王芳\",\"amount\":\"100\",\"by\":\"mia\"}\n"
    "{\"kind\":\"submit\",\"id\":\"s1\",\"on\":\"2025-02-02\"," ABOUT "\"who\":\"王芳\",\"amount\":\"90\"}\n"
    "{\"kind\":\"close\",\"id\":\"c1\",\"on\":\"2025-02-03\"," ABOUT "\"by\":\"mia\"}\n"
    "{\"kind\":\"adjust\",\"id\":\"a1\",\"on\":\"2025-02-04\"," ABOUT "\"who\":\"王芳\",\"add\":\"5\",\"by\":\"mia\"}\n";

static void text_of(attain_text *text, const char *what, const char *part)
{
    HAS(what, part, attain_text_data(text));
    attain_text_free(text);
}

static void told(attain_view *view)
{
    attain_place wang = person_in("王芳", "2025-03");
    attain_text *text = GARBAGE;

    FINE(attain_view_target_history(view, &wang, "revenue", 7, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    JSON("a history", attain_text_data(text));
    text_of(text, "what was refused", "\"code\":\"closed\"");
    FINE(attain_view_target_history(view, &wang, "revenue", ATTAIN_NTS, "target", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "2025-03 的目标已关闭");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi",
            attain_view_target_history(view, &wang, "revenu", 6, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "level",
            attain_view_target_history(view, &wang, "revenue", 7, "targe", 5, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_target_history(view, &wang, "revenue", 7, NULL, 0, 9, &text, E));
    IS_NULL("view", attain_view_target_history(NULL, &wang, "revenue", 7, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_target_history(view, NULL, "revenue", 7, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("kpi", attain_view_target_history(view, &wang, NULL, 7, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("level", attain_view_target_history(view, &wang, "revenue", 7, NULL, 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_target_history(view, &wang, "revenue", 7, NULL, 0, ATTAIN_FORM_JSON, NULL, E));
}

static void committed(attain_view *view)
{
    attain_place wang = person_in("王芳", "2025-03"), company = unit_in("company", "2025-03");
    attain_text *text = GARBAGE;

    FINE(attain_view_target_parts_json(view, &wang, "revenue", 7, &text, E));
    JSON("parts of a target", attain_text_data(text));
    text_of(text, "whose", "\"who\":\"王芳\",\"period\":\"2025-03\"");
    FINE(attain_view_target_parts_json(view, &company, "revenue", ATTAIN_NTS, &text, E));
    JSON("no target", attain_text_data(text));
    text_of(text, "there is none", "\"undefined\":\"no_target\"");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_target_parts_json(view, &wang, "revenu", 6, &text, E));
    IS_NULL("view", attain_view_target_parts_json(NULL, &wang, "revenue", 7, &text, E));
    IS_NULL("place", attain_view_target_parts_json(view, NULL, "revenue", 7, &text, E));
    IS_NULL("kpi", attain_view_target_parts_json(view, &wang, NULL, 7, &text, E));
    IS_NULL("out", attain_view_target_parts_json(view, &wang, "revenue", 7, NULL, E));
    FINE(attain_view_commitment_json(view, &company, "revenue", 7, &text, E));
    JSON("a commitment", attain_text_data(text));
    text_of(text, "what is below", "\"members\":{\"value\":\"90\"");
    FINE(attain_view_reconcile(view, &company, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    JSON("a table", attain_text_data(text));
    text_of(text, "less than the target", "\"gap\":{\"value\":\"-10\"");
    FINE(attain_view_reconcile(view, &company, "revenue", 7, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "未提交");
    FINE(attain_view_target_findings(view, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    JSON("findings", attain_text_data(text));
    text_of(text, "what is the matter", "\"id\":\"a1\"");
    FINE(attain_view_target_findings(view, "revenue", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "王芳 2025-03 的目标已关闭");
    FINE(attain_view_target_check(view, &company, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    JSON("what speaks against a target", attain_text_data(text));
    text_of(text, "there is none", "{\"letter\":\"measurable\",\"code\":\"no_amount\"");
    FINE(attain_view_target_check(view, &company, "revenue", 7, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "可衡量：目标没有数值：没有目标");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_target_check(view, &wang, "revenu", 6, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_target_check(view, &wang, "revenue", 7, 0, &text, E));
    IS_NULL("view", attain_view_target_check(NULL, &wang, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_target_check(view, NULL, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("kpi", attain_view_target_check(view, &wang, NULL, 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_target_check(view, &wang, "revenue", 7, ATTAIN_FORM_JSON, NULL, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_commitment_json(view, &wang, "revenu", 6, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_reconcile(view, &wang, "revenu", 6, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_target_findings(view, "revenu", 6, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_reconcile(view, &company, "revenue", 7, 0, &text, E));
    IS_INVALID("form", attain_view_target_findings(view, "revenue", 7, 0, &text, E));
    IS_NULL("view", attain_view_commitment_json(NULL, &wang, "revenue", 7, &text, E));
    IS_NULL("place", attain_view_commitment_json(view, NULL, "revenue", 7, &text, E));
    IS_NULL("kpi", attain_view_commitment_json(view, &wang, NULL, 7, &text, E));
    IS_NULL("out", attain_view_commitment_json(view, &wang, "revenue", 7, NULL, E));
    IS_NULL("view", attain_view_reconcile(NULL, &wang, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_reconcile(view, NULL, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("kpi", attain_view_reconcile(view, &wang, NULL, 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_reconcile(view, &wang, "revenue", 7, ATTAIN_FORM_JSON, NULL, E));
    IS_NULL("view", attain_view_target_findings(NULL, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("kpi", attain_view_target_findings(view, NULL, 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_target_findings(view, "revenue", 7, ATTAIN_FORM_JSON, NULL, E));
}

void history(void)
{
    attain_engine *engine = engine_of(RULES, SAID);
    attain_view *view = view_of(engine, "2025-03-31");

    told(view);
    committed(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
