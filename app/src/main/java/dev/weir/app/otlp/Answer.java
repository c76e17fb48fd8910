package dev.weir.app.otlp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The bodies of OTLP's answers, in the encoding of the request: {@code Export…ServiceResponse} with its partial success, and
 * {@code google.rpc.Status} (opentelemetry-proto, docs/specification.md).
 */
enum Answer {
    PROTOBUF("application/x-protobuf") {
        @Override
        byte[] accepted(Signal signal, long rejected, String why) {
            return rejected == 0
                    ? new byte[0]
                    : message(out -> {
                        byte[] partial = message(in -> {
                            in.writeInt64(1, rejected);
                            in.writeString(2, why);
                        });
                        out.writeByteArray(1, partial);
                    });
        }

        @Override
        byte[] status(int code, String message) {
            return message(out -> {
                out.writeInt32(1, code);
                out.writeString(2, message);
            });
        }
    },
    JSON("application/json") {
        @Override
        byte[] accepted(Signal signal, long rejected, String why) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            if (rejected > 0) {
                answer.putObject("partialSuccess")
                        .put(signal.rejected(), Long.toString(rejected))
                        .put("errorMessage", why);
            }
            return answer.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        byte[] status(int code, String message) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("code", code)
                    .put("message", message)
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }
    };

    private final String contentType;

    Answer(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /**
     * What an exporter is told when Kafka has its request.
     *
     * @param rejected parts that were refused and must not be sent again
     */
    abstract byte[] accepted(Signal signal, long rejected, String why);

    /** What an exporter is told when its request is not accepted. */
    abstract byte[] status(int code, String message);

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
