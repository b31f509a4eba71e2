/* The functions of src/ffi/hooks.rs: only in builds with the feature `test-hooks`, and in no header that is shipped. */
#ifndef ATTAIN_HOOKS_H
#define ATTAIN_HOOKS_H

#include "attain.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Panics inside a question to a view. */
ATTAIN_API attain_status attain_test_panic_in_view(const attain_view *view, attain_error **error);

/* Panics while it records into an engine. */
ATTAIN_API attain_status attain_test_panic_in_engine(attain_engine *engine, attain_error **error);

/* Calls back while it is inside an engine: recording where `recording` is not 0, else asking. */
ATTAIN_API attain_status attain_test_inside(attain_engine *engine, int32_t recording, void (*call_back)(void *user),
                                            void *user, attain_error **error);

#ifdef __cplusplus
}
#endif

#endif
