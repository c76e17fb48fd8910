package dev.weir.app.http;

import org.jspecify.annotations.Nullable;

/** How bodies are taken on the paths that begin with a text. They are read whole, without a thread, before the route runs. */
public interface Upload {

    /** Texts that the paths begin with. */
    boolean isAt(String path);

    /** Longest body, bytes as they come. */
    int mostBytes();

    /** Headers of a request. */
    interface Headers {
        /** Value of a header; absent where it did not come. */
        @Nullable
        String get(String name);
    }

    /** Whether a body is read at all; if not, the route refuses the request without it. */
    default boolean isWanted(Headers headers) {
        return true;
    }

    /** What a client is told whose body is not taken. */
    default Refusal refuse(String path, Headers headers, int status, String why) {
        return new Refusal(ProblemJson.MEDIA_TYPE, ProblemJson.bytes(status, why));
    }

    /** An answer in the form of the route. */
    record Refusal(String contentType, byte[] body) {}

    /** Of routes that say nothing else. */
    Upload OTHER = new Upload() {
        @Override
        public boolean isAt(String path) {
            return true;
        }

        @Override
        public int mostBytes() {
            return 1 << 20;
        }
    };
}
