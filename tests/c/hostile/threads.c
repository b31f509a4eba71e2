/* Any number of threads ask; one records, alone; whoever comes in between is told, and nothing has happened. */

#include <pthread.h>

#include "check.h"

#define THREADS 4
#define ROUNDS 50

/* What a thread was told, for the first thread to check: checks are counted by that one alone. */
struct visit {
    attain_engine *engine;
    attain_view *view;
    attain_status recording, asking;
    int wrong;
};

static const char LINE[] = "{\"kind\":\"order\",\"number\":\"x1\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":\"10\"}";

static attain_status recorded(attain_engine *engine)
{
    attain_outcomes *outcomes = GARBAGE;
    attain_status status = attain_engine_record_jsonl(engine, LINE, strlen(LINE), ATTAIN_TIME_NONE, &outcomes, NULL);

    if (status != ATTAIN_OK && outcomes != NULL)
        return -1;
    attain_outcomes_free(outcomes);
    return status;
}

static attain_status asked(attain_engine *engine)
{
    attain_view *view = GARBAGE;
    attain_status status = attain_engine_view(engine, 20000, &view, NULL);

    if (status != ATTAIN_OK && view != NULL)
        return -1;
    attain_view_free(view);
    return status;
}

static void visit(void *user)
{
    struct visit *visit = user;

    visit->recording = recorded(visit->engine);
    visit->asking = asked(visit->engine);
}

static void *visit_in_a_thread(void *user)
{
    visit(user);
    return NULL;
}

/* Called back while an engine is inside: lets another thread come, and waits until it has gone. */
static void visited_by_another(void *user)
{
    pthread_t other;

    if (pthread_create(&other, NULL, visit_in_a_thread, user) == 0)
        pthread_join(other, NULL);
}

static void inside(attain_engine *engine, int32_t recording, void (*call_back)(void *), attain_status record, attain_status ask)
{
    struct visit come;
    uint64_t before, after;

    memset(&come, -1, sizeof come);
    come.engine = engine;
    FINE(attain_engine_len(engine, &before, E));
    FINE(attain_test_inside(engine, recording, call_back, &come, E));
    INT("recording meanwhile", record, come.recording);
    INT("asking meanwhile", ask, come.asking);
    FINE(attain_engine_len(engine, &after, E));
    INT("nothing was recorded", before, after);
}

static void busy(attain_engine *engine)
{
    attain_error *error;
    attain_status status;

    inside(engine, 1, visit, ATTAIN_E_BUSY, ATTAIN_E_BUSY);
    inside(engine, 0, visit, ATTAIN_E_BUSY, ATTAIN_OK);
    inside(engine, 1, visited_by_another, ATTAIN_E_BUSY, ATTAIN_E_BUSY);
    inside(engine, 0, visited_by_another, ATTAIN_E_BUSY, ATTAIN_OK);
    INT("it is free again", ATTAIN_OK, recorded(engine));
    status = attain_test_inside(NULL, 1, NULL, NULL, &error);
    INT("nobody is inside of no engine", ATTAIN_E_INVALID_ARGUMENT, status);
    attain_error_free(error);
}

/* Each call that an engine may refuse while another records. */
static void every_call(void *user)
{
    attain_engine *engine = user, *fork;
    attain_date day = day_of("2025-03-31");
    attain_outcomes *outcomes;
    attain_text *text;
    attain_view *view;
    uint64_t len;

    REFUSED(ATTAIN_E_BUSY, "engine.busy", "engine", attain_engine_fork(engine, &fork, E));
    REFUSED(ATTAIN_E_BUSY, "engine.busy", "engine", attain_engine_len(engine, &len, E));
    REFUSED(ATTAIN_E_BUSY, "engine.busy", "engine", attain_engine_record_jsonl(engine, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    REFUSED(ATTAIN_E_BUSY, "engine.busy", "engine",
            attain_engine_record_csv(engine, "order", 5, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    REFUSED(ATTAIN_E_BUSY, "engine.busy", "engine", attain_engine_waiting_json(engine, &text, E));
    REFUSED(ATTAIN_E_BUSY, "engine.busy", "engine", attain_engine_view(engine, day, &view, E));
    REFUSED(ATTAIN_E_BUSY, "engine.busy", "engine", attain_engine_view_at(engine, day, 0, &view, E));
    REFUSED(ATTAIN_E_BUSY, "engine.busy", "engine", attain_engine_view_known(engine, day, 0, &view, E));
}

static void *ask(void *user)
{
    struct visit *visit = user;
    attain_place at = person_in("ann", "2025-03");
    attain_value value;
    int i;

    for (i = 0; i < ROUNDS; i++) {
        visit->wrong += asked(visit->engine) != ATTAIN_OK;
        visit->wrong += attain_view_value(visit->view, &at, "revenue", 7, &value, NULL) != ATTAIN_OK || value.amount.num_lo != 7010;
    }
    return NULL;
}

static void together(attain_engine *engine)
{
    attain_view *view = view_of(engine, "2025-03-31");
    struct visit visits[THREADS];
    pthread_t threads[THREADS];
    int i, started = 0, wrong = 0;

    memset(visits, 0, sizeof visits);
    for (i = 0; i < THREADS; i++) {
        visits[i].engine = engine, visits[i].view = view;
        started += pthread_create(&threads[i], NULL, ask, &visits[i]) == 0;
    }
    for (i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        wrong += visits[i].wrong;
    }
    INT("threads that ask at once", THREADS, started);
    INT("answers that are not those of one thread", 0, wrong);
    attain_view_free(view);
}

static void *scramble(void *user)
{
    struct visit *visit = user;
    int i;

    for (i = 0; i < ROUNDS; i++) {
        attain_status record = recorded(visit->engine), ask = asked(visit->engine);

        visit->wrong += (record != ATTAIN_OK && record != ATTAIN_E_BUSY) || (ask != ATTAIN_OK && ask != ATTAIN_E_BUSY);
    }
    return NULL;
}

/* Who wins is left to the machine; that everybody is told the truth is not. */
static void at_once(attain_engine *engine)
{
    struct visit visits[THREADS];
    pthread_t threads[THREADS];
    uint64_t before, after;
    int i, wrong = 0;

    memset(visits, 0, sizeof visits);
    FINE(attain_engine_len(engine, &before, E));
    for (i = 0; i < THREADS; i++) {
        visits[i].engine = engine;
        visits[i].wrong += pthread_create(&threads[i], NULL, scramble, &visits[i]) != 0;
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        wrong += visits[i].wrong;
    }
    INT("recording and asking at once is done or busy", 0, wrong);
    FINE(attain_engine_len(engine, &after, E));
    INT("an entry that exists is not recorded again", before, after);
}

static void *free_all(void *user)
{
    struct visit *visit = user;

    attain_engine_free(visit->engine);
    attain_view_free(visit->view);
    return NULL;
}

static void freed_elsewhere(void)
{
    struct visit visit;
    pthread_t other;

    visit.engine = engine_of(REVIEW, ENTRIES);
    visit.view = view_of(visit.engine, "2025-03-31");
    INT("another thread frees", 0, pthread_create(&other, NULL, free_all, &visit));
    pthread_join(other, NULL);
}

void threads(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES);

    busy(engine);
    FINE(attain_test_inside(engine, 1, every_call, engine, E));
    together(engine);
    at_once(engine);
    freed_elsewhere();
    attain_engine_free(engine);
}
