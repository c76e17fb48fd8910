package dev.weir.app.otlp;

/** A request that is answered with an error; the message reaches the exporter and quotes nothing of what came. */
final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why: an HTTP status and the code of {@code google.rpc.Status} that goes with it (google/rpc/code.proto). */
    enum Reason {
        MALFORMED(400, 3),
        NO_KEY(401, 16),
        NOT_HERE(404, 5),
        TOO_SLOW(408, 4),
        TOO_LARGE(413, 8),
        UNKNOWN_TYPE(415, 3),
        NOT_NOW(503, 14);

        final int status;
        final int code;

        Reason(int status, int code) {
            this.status = status;
            this.code = code;
        }

        /** The reason of a status; a request is at fault where none has it. */
        static Reason of(int status) {
            for (Reason reason : values()) {
                if (reason.status == status) {
                    return reason;
                }
            }
            return MALFORMED;
        }
    }

    RefusedRequestException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
