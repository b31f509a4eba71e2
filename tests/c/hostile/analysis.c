/* Questions about many, entries behind figures, what-ifs, what changed: good questions, wrong ones, NULL for each pointer. */

#include "check.h"

static const char PLAN[] =
    "{\"attain\":1,\"name\":\"Seen\",\"currency\":\"EUR\",\"rules\":{\"missing\":\"skip\"},"
    "\"org\":{\"trees\":{\"sales\":[\"company\"]},\"person\":{\"role\":\"text\"},\"leads\":\"role = \\\"boss\\\"\","
    "\"may_see\":\"actor = subject or leads(actor, subject)\"},"
    "\"facts\":{\"order\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\",\"amount\":\"money\",\"product\":\"text\"}}},"
    "\"kpis\":{\"revenue\":{\"formula\":\"sum(order.amount)\"},\"orders\":{\"formula\":\"count(order)\"}}}";

static const char FACTS[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m0\",\"on\":\"2025-01-01\",\"who\":\"mia\",\"unit\":\"company\",\"role\":\"boss\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"王芳\",\"unit\":\"company\"}\n"
    "{\"kind\":\"order\",\"id\":\"o1\",\"on\":\"2025-03-04\",\"rep\":\"ann\",\"amount\":\"100\",\"product\":\"bikes\"}\n"
    "{\"kind\":\"order\",\"id\":\"o2\",\"on\":\"2025-03-18\",\"rep\":\"ann\",\"amount\":\"50\"}\n"
    "{\"kind\":\"order\",\"id\":\"o3\",\"on\":\"2025-04-02\",\"rep\":\"王芳\",\"amount\":\"30\",\"product\":\"bikes\"}\n";

static const char ALL[] = "{\"figures\":[\"revenue\"],\"during\":[\"2025-03\"],\"sort\":\"revenue\"}";
static const char SLICED[] = "{\"figures\":[\"revenue\",\"orders\"],\"keys\":[\"company\"],\"during\":[\"2025-03-01 .. 2025-05-01\"],"
                             "\"by\":[\"order.product\"]}";

static void text_of(attain_text *text, const char *what, const char *part)
{
    HAS(what, part, attain_text_data(text));
    attain_text_free(text);
}

static void tables_of(attain_view *view)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_table(view, ALL, strlen(ALL), NULL, 0, ATTAIN_FORM_CSV, &text, E));
    TEXT("rows by the figure", "who,time,revenue,undefined\nann,2025-03,150,\nmia,2025-03,0,\n王芳,2025-03,0,\n", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_table(view, ALL, strlen(ALL), "ann", ATTAIN_NTS, ATTAIN_FORM_JSON, &text, E));
    JSON("a table", attain_text_data(text));
    text_of(text, "two are hidden from ann", "\"hidden\":2");
    FINE(attain_view_table(view, ALL, strlen(ALL), "mia", 3, ATTAIN_FORM_JSON, &text, E));
    text_of(text, "none from who leads", "\"total\":3");
    FINE(attain_view_table(view, SLICED, strlen(SLICED), NULL, 0, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "text in Chinese", "bikes");

    REFUSED(ATTAIN_E_SYNTAX, "document.syntax", NULL, attain_view_table(view, "{", 1, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    TRUE("no text", text == NULL);
    REFUSED(ATTAIN_E_PLAN, "value.invalid", "during[0]",
            attain_view_table(view, "{\"figures\":[],\"during\":[\"2025-13\"]}", 35, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_PLAN, "document.unknown_field", "figure",
            attain_view_table(view, "{\"figure\":[\"revenue\"]}", 22, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "query",
            attain_view_table(view, "{\"figures\":[\"revenu\"],\"during\":[\"2025-03\"]}", 43, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "actor",
            attain_view_table(view, ALL, strlen(ALL), "nobody", 6, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_table(view, ALL, strlen(ALL), NULL, 0, 9, &text, E));
    IS_NULL("view", attain_view_table(NULL, ALL, strlen(ALL), NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("query", attain_view_table(view, NULL, 3, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("actor", attain_view_table(view, ALL, strlen(ALL), NULL, 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_table(view, ALL, strlen(ALL), NULL, 0, ATTAIN_FORM_JSON, NULL, E));
}

static void entries_of(attain_view *view)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_entries_json(view, SLICED, strlen(SLICED), NULL, 0, 1, 0, 0, 0, &text, E));
    JSON("entries", attain_text_data(text));
    HAS("an order of bikes", "\"o1\"", attain_text_data(text));
    TRUE("not one of nothing", strstr(attain_text_data(text), "\"o2\"") == NULL);
    text_of(text, "and the other", "\"o3\"");
    FINE(attain_view_entries_json(view, SLICED, strlen(SLICED), NULL, 0, 1, 1, 1, 1, &text, E));
    TRUE("the second page", strstr(attain_text_data(text), "\"o1\"") == NULL);
    text_of(text, "has the second", "\"o3\"");
    IS_INVALID("row", attain_view_entries_json(view, SLICED, strlen(SLICED), NULL, 0, 2, 0, 0, 0, &text, E));
    IS_INVALID("column", attain_view_entries_json(view, SLICED, strlen(SLICED), NULL, 0, 0, UINT64_MAX, 0, 0, &text, E));
    IS_NULL("view", attain_view_entries_json(NULL, SLICED, strlen(SLICED), NULL, 0, 0, 0, 0, 0, &text, E));
    IS_NULL("query", attain_view_entries_json(view, NULL, 1, NULL, 0, 0, 0, 0, 0, &text, E));
    IS_NULL("out", attain_view_entries_json(view, SLICED, strlen(SLICED), NULL, 0, 0, 0, 0, 0, NULL, E));
}

static void explanations(attain_view *view)
{
    attain_place company = unit_in("company", "2025-03"), ann = person_in("ann", "2025-03");
    attain_text *text = GARBAGE;

    FINE(attain_view_explain_within(view, &company, "revenue", 7, NULL, 0, 0, 0, 1, ATTAIN_FORM_TEXT_EN, &text, E));
    text_of(text, "cut by the number of entries", "1 more entr");
    FINE(attain_view_explain_within(view, &company, "revenue", 7, NULL, 0, 1, 0, 0, ATTAIN_FORM_JSON, &text, E));
    JSON("an explanation", attain_text_data(text));
    TRUE("cut by depth", strstr(attain_text_data(text), "o1") == NULL);
    attain_text_free(text);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.hidden", NULL,
            attain_view_explain_within(view, &ann, "revenue", 7, "王芳", ATTAIN_NTS, 0, 0, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "figure",
            attain_view_explain_within(view, &ann, "revenu", 6, NULL, 0, 0, 0, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("view", attain_view_explain_within(NULL, &ann, "revenue", 7, NULL, 0, 0, 0, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_explain_within(view, NULL, "revenue", 7, NULL, 0, 0, 0, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("figure", attain_view_explain_within(view, &ann, NULL, 7, NULL, 0, 0, 0, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_explain_within(view, &ann, "revenue", 7, NULL, 0, 0, 0, 0, ATTAIN_FORM_JSON, NULL, E));
}

static void funnels(void)
{
    static const char DEALS_PLAN[] =
        "{\"attain\":1,\"name\":\"Deals\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]},"
        "\"may_see\":\"actor = subject\"},"
        "\"records\":{\"deal\":{\"whose\":\"rep\",\"pipeline\":\"p\",\"fields\":{\"rep\":\"person\",\"worth\":\"money\"}}},"
        "\"pipelines\":{\"p\":{\"stages\":[{\"id\":\"线索\",\"kind\":\"open\",\"probability\":\"20%\"},"
        "{\"id\":\"won\",\"kind\":\"won\"}]}}}";
    static const char DEALS[] =
        "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
        "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\"}\n"
        "{\"kind\":\"deal\",\"id\":\"d1\",\"on\":\"2025-03-04\",\"rep\":\"ann\",\"worth\":\"100\"}\n"
        "{\"kind\":\"deal\",\"id\":\"d2\",\"on\":\"2025-03-05\",\"rep\":\"ann\",\"worth\":\"300\"}\n"
        "{\"kind\":\"move\",\"id\":\"s1\",\"on\":\"2025-03-14\",\"of\":\"d1\",\"to\":\"won\"}\n";
    static const char ASKED[] = "{\"of\":\"deal\",\"amount\":\"worth\",\"records\":true}";
    static const char MEMBERS[] = "{\"of\":\"deal\",\"by\":\"cohort\",\"members\":true,\"at_least\":10}";
    attain_engine *engine = engine_of(DEALS_PLAN, DEALS);
    attain_view *view = view_of(engine, "2025-03-31");
    attain_place company = unit_in("company", "2025-03"), ann = person_in("ann", "2025-03"), all = unit_in("", "2025-03");
    attain_text *text = GARBAGE;

    all.whose = 0;
    FINE(attain_view_funnel(view, &company, ASKED, strlen(ASKED), NULL, 0, ATTAIN_FORM_JSON, &text, E));
    JSON("a funnel", attain_text_data(text));
    HAS("who waits", "\"d2\"", attain_text_data(text));
    text_of(text, "300 by 20 %", "\"weighted\":{\"value\":\"60\"");
    FINE(attain_view_funnel(view, &all, ASKED, strlen(ASKED), NULL, 0, ATTAIN_FORM_TEXT_ZH, &text, E));
    HAS("the stage", "线索", attain_text_data(text));
    text_of(text, "half of them went on", "50.0 %");
    FINE(attain_view_funnel(view, &company, MEMBERS, strlen(MEMBERS), NULL, 0, ATTAIN_FORM_JSON, &text, E));
    JSON("members", attain_text_data(text));
    text_of(text, "too few to tell", "too_few");
    FINE(attain_view_funnel(view, &company, MEMBERS, strlen(MEMBERS), NULL, 0, ATTAIN_FORM_TEXT_EN, &text, E));
    text_of(text, "a line each", "ann");
    FINE(attain_view_funnel(view, &ann, ASKED, strlen(ASKED), "ann", 3, ATTAIN_FORM_JSON, &text, E));
    text_of(text, "her own", "\"who\":\"ann\"");
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.hidden", NULL,
            attain_view_funnel(view, &company, ASKED, strlen(ASKED), "ann", 3, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "query",
            attain_view_funnel(view, &company, "{\"of\":\"dael\"}", 13, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_PLAN, "document.unknown_word", "by",
            attain_view_funnel(view, &company, "{\"of\":\"deal\",\"by\":\"x\"}", 22, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    FINE(attain_view_funnel(view, &all, "{\"of\":\"deal\",\"amount\":\"worth * 2\",\"split\":\"worth\"}", 50, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    JSON("parts", attain_text_data(text));
    text_of(text, "a part for each value", "\"parts\":[{\"value\":");
    FINE(attain_view_funnel(view, &all, "{\"of\":\"deal\",\"split\":\"worth\"}", 29, NULL, 0, ATTAIN_FORM_TEXT_EN, &text, E));
    text_of(text, "and the whole", "all");
    IS_INVALID("place", attain_view_funnel(view, &all, MEMBERS, strlen(MEMBERS), NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_funnel(view, &company, ASKED, strlen(ASKED), NULL, 0, 9, &text, E));
    IS_NULL("view", attain_view_funnel(NULL, &company, ASKED, strlen(ASKED), NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_funnel(view, NULL, ASKED, strlen(ASKED), NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("query", attain_view_funnel(view, &company, NULL, 3, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_funnel(view, &company, ASKED, strlen(ASKED), NULL, 0, ATTAIN_FORM_JSON, NULL, E));
    attain_view_free(view);
    attain_engine_free(engine);
}

static void what_ifs(attain_engine *engine, attain_view *view)
{
    static const char OVERLAY[] = "{\"overlay\":\"no return, and another count\",\"entries\":[{\"kind\":\"order\",\"id\":\"x\",\"retracts\":"
                                  "\"o2\"},{\"kind\":\"ordre\",\"id\":\"y\"}],"
                                  "\"plan\":[{\"at\":\"kpis.orders.formula\",\"set\":\"2 * count(order)\"}]}";
    attain_place company = unit_in("company", "2025-03"), later = unit_in(NULL, "2025-04");
    attain_engine *fork = GARBAGE;
    attain_outcomes *outcomes = GARBAGE, *replayed = GARBAGE;
    attain_text *text = GARBAGE;
    attain_view *after;
    uint64_t len;

    FINE(attain_engine_fork_with(engine, OVERLAY, strlen(OVERLAY), &fork, &outcomes, &replayed, E));
    INT("an outcome for each entry", 2, attain_outcomes_len(outcomes));
    INT("one counts", ATTAIN_OUTCOME_COUNTED, attain_outcomes_at(outcomes, 0));
    INT("one is refused", ATTAIN_OUTCOME_REFUSED, attain_outcomes_at(outcomes, 1));
    INT("the log is shared", 0, attain_outcomes_len(replayed));
    attain_outcomes_free(outcomes);
    attain_outcomes_free(replayed);
    after = view_of(fork, "2025-04-30");
    FINE(attain_view_change(view, after, &company, NULL, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    JSON("a change", attain_text_data(text));
    HAS("by facts", "\"facts\"", attain_text_data(text));
    text_of(text, "the order that never was", "\"o2\"");
    FINE(attain_view_change(view, after, &company, NULL, "orders", 6, ATTAIN_FORM_TEXT_EN, &text, E));
    text_of(text, "by policy too", "kpis.orders.formula");
    FINE(attain_view_change(view, view, &company, &later, "revenue", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "another month", "120");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "figure",
            attain_view_change(view, after, &company, NULL, "revenu", 6, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("before", attain_view_change(NULL, after, &company, NULL, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("after", attain_view_change(view, NULL, &company, NULL, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_change(view, after, NULL, NULL, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("figure", attain_view_change(view, after, &company, NULL, NULL, 7, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_change(view, after, &company, NULL, "revenue", 7, ATTAIN_FORM_JSON, NULL, E));
    attain_view_free(after);
    attain_engine_free(fork);

    FINE(attain_engine_fork_with(engine, "{\"overlay\":\"nothing\"}", 21, &fork, &outcomes, NULL, E));
    FINE(attain_engine_len(fork, &len, E));
    INT("the same log", 7, len);
    attain_outcomes_free(outcomes);
    attain_engine_free(fork);
    fork = GARBAGE;
    REFUSED(ATTAIN_E_PLAN, NULL, NULL,
            attain_engine_fork_with(engine, "{\"overlay\":\"x\",\"plan\":[{\"at\":\"kpi.x\",\"set\":\"1\"}]}", 49, &fork, &outcomes, NULL, E));
    TRUE("nothing was made", fork == NULL && outcomes == NULL);
    IS_NULL("engine", attain_engine_fork_with(NULL, "{}", 2, &fork, &outcomes, NULL, E));
    IS_NULL("overlay", attain_engine_fork_with(engine, NULL, 2, &fork, &outcomes, NULL, E));
    IS_NULL("out", attain_engine_fork_with(engine, OVERLAY, strlen(OVERLAY), NULL, &outcomes, NULL, E));
    IS_NULL("outcomes", attain_engine_fork_with(engine, OVERLAY, strlen(OVERLAY), &fork, NULL, NULL, E));

    FINE(attain_engine_to_jsonl(engine, &text, E));
    fork = engine_of(PLAN, attain_text_data(text));
    FINE(attain_engine_len(fork, &len, E));
    INT("all of it", 7, len);
    attain_engine_free(fork);
    attain_text_free(text);
    IS_NULL("engine", attain_engine_to_jsonl(NULL, &text, E));
    IS_NULL("out", attain_engine_to_jsonl(engine, NULL, E));
}

static void shards(attain_engine *engine)
{
    attain_engine *north, *south, *empty = engine_of(PLAN, "");
    attain_view *view = GARBAGE, *one, *other;
    attain_text *first = GARBAGE, *second = GARBAGE, *both = GARBAGE;
    attain_place company = unit_in("company", "2025-03");
    attain_date day = day_of("2025-04-30");
    attain_value value;
    const char *lines = FACTS, *orders = strstr(FACTS, "{\"kind\":\"order\"");
    char people[1024];

    memcpy(people, lines, (size_t)(orders - lines));
    people[orders - lines] = '\0';
    record(empty, people);
    FINE(attain_engine_fork(empty, &north, E));
    FINE(attain_engine_fork(empty, &south, E));
    record(north, "{\"kind\":\"order\",\"id\":\"n\",\"on\":\"2025-03-04\",\"rep\":\"ann\",\"amount\":\"100\"}\n");
    record(south, "{\"kind\":\"order\",\"id\":\"s\",\"on\":\"2025-03-05\",\"rep\":\"mia\",\"amount\":\"50\"}\n");
    one = view_of(north, "2025-04-30"), other = view_of(south, "2025-04-30");
    FINE(attain_view_partial(one, &first, E));
    FINE(attain_view_partial(other, &second, E));
    JSON("a partial", attain_text_data(first));
    FINE(attain_partial_merge(attain_text_data(second), attain_text_len(second), attain_text_data(first), attain_text_len(first), &both, E));
    FINE(attain_engine_view_with(empty, day, attain_text_data(both), attain_text_len(both), &view, E));
    FINE(attain_view_value(view, &company, "revenue", 7, &value, E));
    TEXT("both shards", "150", amount(&value));
    attain_view_free(view);
    attain_text_free(both);
    IS_NULL("view", attain_view_partial(NULL, &both, E));
    IS_NULL("out", attain_view_partial(one, NULL, E));
    IS_NULL("one", attain_partial_merge(NULL, 1, attain_text_data(first), attain_text_len(first), &both, E));
    IS_NULL("other", attain_partial_merge(attain_text_data(first), attain_text_len(first), NULL, 1, &both, E));
    IS_NULL("out", attain_partial_merge("{}", 2, "{}", 2, NULL, E));
    REFUSED(ATTAIN_E_SYNTAX, "partial.syntax", "one", attain_partial_merge("{}", 2, "{}", 2, &both, E));
    REFUSED(ATTAIN_E_SYNTAX, "partial.syntax", "partial", attain_engine_view_with(empty, day, "[", 1, &view, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "partial",
            attain_engine_view_with(empty, day_of("2025-04-29"), attain_text_data(first), attain_text_len(first), &view, E));
    IS_NULL("engine", attain_engine_view_with(NULL, day, attain_text_data(first), attain_text_len(first), &view, E));
    IS_NULL("partial", attain_engine_view_with(empty, day, NULL, 1, &view, E));
    IS_NULL("out", attain_engine_view_with(engine, day, attain_text_data(first), attain_text_len(first), NULL, E));
    attain_text_free(first);
    attain_text_free(second);
    attain_view_free(one);
    attain_view_free(other);
    attain_engine_free(north);
    attain_engine_free(south);
    attain_engine_free(empty);
}

static void presets(void)
{
    static const char BARE[] = "{\"attain\":1,\"name\":\"Bare\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]}},"
                               "\"facts\":{\"sale\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\",\"net\":\"money\"}}}}";
    static const char NAMES[] = "{\"order\":\"sale\",\"order.amount\":\"net\"}";
    attain_text *text = GARBAGE;
    attain_plan *plan;

    FINE(attain_presets_json(&text, E));
    JSON("the catalogue", attain_text_data(text));
    text_of(text, "with labels", "回款率");
    IS_NULL("out", attain_presets_json(NULL, E));
    FINE(attain_preset_apply(BARE, strlen(BARE), "revenue", 7, NAMES, strlen(NAMES), &text, E));
    HAS("the KPI", "sum(sale.net)", attain_text_data(text));
    plan = plan_of(attain_text_data(text));
    attain_plan_free(plan);
    attain_text_free(text);
    FINE(attain_preset_apply(BARE, strlen(BARE), "revenue", ATTAIN_NTS, NULL, 0, &text, E));
    text_of(text, "by the names of the catalogue", "sum(order.amount)");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "preset", attain_preset_apply(BARE, strlen(BARE), "revenu", 6, NULL, 0, &text, E));
    REFUSED(ATTAIN_E_SYNTAX, "document.syntax", NULL, attain_preset_apply("{", 1, "revenue", 7, NULL, 0, &text, E));
    REFUSED(ATTAIN_E_PLAN, "document.wrong_type", NULL, attain_preset_apply(BARE, strlen(BARE), "revenue", 7, "[]", 2, &text, E));
    IS_NULL("plan", attain_preset_apply(NULL, 1, "revenue", 7, NULL, 0, &text, E));
    IS_NULL("preset", attain_preset_apply(BARE, strlen(BARE), NULL, 7, NULL, 0, &text, E));
    IS_NULL("naming", attain_preset_apply(BARE, strlen(BARE), "revenue", 7, NULL, 2, &text, E));
    IS_NULL("out", attain_preset_apply(BARE, strlen(BARE), "revenue", 7, NULL, 0, NULL, E));
}

void analysis(void)
{
    attain_engine *engine = engine_of(PLAN, FACTS);
    attain_view *view = view_of(engine, "2025-04-30");

    INT("this build has it", 1, attain_has_feature("analysis"));
    TEXT("a status of its own", "ATTAIN_E_UNSUPPORTED", attain_status_name(ATTAIN_E_UNSUPPORTED));
    tables_of(view);
    entries_of(view);
    explanations(view);
    funnels();
    what_ifs(engine, view);
    shards(engine);
    presets();
    attain_view_free(view);
    attain_engine_free(engine);
}
