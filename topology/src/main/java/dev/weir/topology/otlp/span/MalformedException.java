package dev.weir.topology.otlp.span;

import java.io.IOException;

/** Bytes that are not what they should be. The message says what came and what was expected and quotes nothing. */
public final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String what;

    public MalformedException(String field, String what) {
        super(what);
        this.field = field;
        this.what = what;
    }

    /** The message, which is always there. */
    public String what() {
        return what;
    }

    /** What is wrong, in the words of OTLP. */
    public String field() {
        return field;
    }
}
