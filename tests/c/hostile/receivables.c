/* What is owed: good questions, wrong ones, NULL for each pointer. */

#include "check.h"

static const char RULES[] =
    "{\"attain\":1,\"name\":\"Cash\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]},\"may_see\":\"actor = subject\"},"
    "\"facts\":{\"invoice\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\",\"amount\":\"money\",\"due_on\":\"date\",\"customer\":\"text\"}},"
    "\"payment\":{\"whose\":\"invoice\",\"fields\":{\"amount\":\"money\",\"invoice\":\"invoice\"}}},"
    "\"receivables\":{\"dues\":{\"invoice\":\"invoice\",\"amount\":\"amount\",\"due\":\"due_on\",\"payment\":\"payment\",\"paid\":\"amount\"}}}";

static const char SAID[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\"}\n"
    "{\"kind\":\"invoice\",\"id\":\"i1\",\"on\":\"2025-03-01\",\"rep\":\"ann\",\"amount\":\"100\",\"due_on\":\"2025-03-11\",\"customer\":\"王芳\"}\n"
    "{\"kind\":\"payment\",\"id\":\"p1\",\"on\":\"2025-03-12\",\"amount\":\"40\",\"invoice\":\"i1\"}\n";

#define ALL "{\"of\":\"dues\",\"by\":\"customer\",\"invoices\":true}"
#define ASKED ALL, sizeof ALL - 1, NULL, 0

static void text_of(attain_text *text, const char *what, const char *part)
{
    HAS(what, part, attain_text_data(text));
    attain_text_free(text);
}

static void asked(attain_view *view)
{
    attain_place company = unit_in("company", "2025-03"), ann = person_in("ann", "2025-03"), all = unit_in("", "2025-03");
    attain_text *text = GARBAGE;

    all.whose = 0;
    FINE(attain_view_receivables(view, &company, ASKED, ATTAIN_FORM_JSON, &text, E));
    JSON("what is owed", attain_text_data(text));
    HAS("since when", "\"overdue_days\":\"20\"", attain_text_data(text));
    text_of(text, "40 of 100", "\"in_period\":{\"value\":\"0.4\"");
    FINE(attain_view_receivables(view, &all, ASKED, ATTAIN_FORM_TEXT_ZH, &text, E));
    HAS("by customer", "王芳", attain_text_data(text));
    text_of(text, "in Chinese", "未收");
    FINE(attain_view_receivables(view, &ann, ALL, sizeof ALL - 1, "ann", 3, ATTAIN_FORM_TEXT_EN, &text, E));
    text_of(text, "her own", "60.00");
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.hidden", NULL,
            attain_view_receivables(view, &company, ALL, sizeof ALL - 1, "ann", 3, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "actor",
            attain_view_receivables(view, &company, ALL, sizeof ALL - 1, "bob", 3, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "query",
            attain_view_receivables(view, &company, "{\"of\":\"due\"}", 12, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_PLAN, "document.wrong_type", "invoices",
            attain_view_receivables(view, &company, "{\"of\":\"dues\",\"invoices\":7}", 26, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_receivables(view, &company, ASKED, 0, &text, E));
    IS_NULL("view", attain_view_receivables(NULL, &company, ASKED, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_receivables(view, NULL, ASKED, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("query", attain_view_receivables(view, &company, NULL, 2, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_receivables(view, &company, ASKED, ATTAIN_FORM_JSON, NULL, E));
}

void receivables(void)
{
    attain_engine *engine = engine_of(RULES, SAID);
    attain_view *view = view_of(engine, "2025-03-31");

    asked(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
