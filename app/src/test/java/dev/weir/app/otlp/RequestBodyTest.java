package dev.weir.app.otlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.app.otlp.RefusedRequestException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    private static final int MIB = 1 << 20;
    private final RequestBody body = new RequestBody(20 * MIB, 64 * MIB);

    @Test
    void plainAndCompressedBody_areTheSame() throws Exception {
        byte[] sent = new byte[3 * MIB];
        new Random(1).nextBytes(sent);
        try (RequestBody.Held plain = body.read(in(sent), null);
                RequestBody.Held gzip = body.read(in(gzip(sent)), " GZIP ")) {
            assertArrayEquals(sent, plain.bytes());
            assertArrayEquals(sent, gzip.bytes());
        }
    }

    @Test
    void bomb_isGivenUpLongBeforeItIsWhole() throws Exception {
        byte[] bomb = gzip(new byte[512 * MIB]);
        RequestBody wide = new RequestBody(1 << 30, 1 << 30);
        refused(Reason.TOO_LARGE, () -> body.read(in(bomb), "gzip"));
        refused(Reason.TOO_LARGE, () -> wide.read(in(bomb), "gzip"));
    }

    @Test
    void largestBody_isTakenAndOneByteMoreIsNot() throws Exception {
        RequestBody small = new RequestBody(5_000, 64 * MIB);
        small.read(in(new byte[5_000]), "identity").close();
        refused(Reason.TOO_LARGE, () -> small.read(in(new byte[5_001]), "identity"));
    }

    @Test
    void brokenGzip_isMalformed() throws Exception {
        byte[] whole = gzip(new byte[] {1, 2, 3, 4, 5});
        refused(Reason.MALFORMED, () -> body.read(in(Arrays.copyOf(whole, whole.length - 9)), "gzip"));
        refused(Reason.MALFORMED, () -> body.read(in(new byte[] {1, 2, 3}), "gzip"));
        refused(Reason.MALFORMED, () -> body.read(in(new byte[0]), "gzip"));
    }

    @Test
    void otherEncoding_isNotTaken() {
        refused(Reason.UNKNOWN_TYPE, () -> body.read(in(new byte[0]), "br"));
    }

    @Test
    void roomOfAllRequests_isBoundedAndGivenBack() throws Exception {
        RequestBody narrow = new RequestBody(MIB, 2 * MIB);
        RequestBody.Held first = narrow.read(in(new byte[MIB - 20_000]), null);
        RequestBody.Held second = narrow.read(in(new byte[MIB - 20_000]), null);
        for (int i = 0; i < 100; i++) {
            refused(Reason.NOT_NOW, () -> narrow.read(in(new byte[MIB - 20_000]), null));
        }
        first.close();
        first.close();
        narrow.read(in(new byte[MIB - 20_000]), null).close();
        second.close();
    }

    @Test
    void whatABodyBecomes_takesItsRoomUntilItIsClosed() throws Exception {
        RequestBody narrow = new RequestBody(MIB, 2 * MIB);
        RequestBody.Held first = narrow.read(in(new byte[1_000]), null);
        first.becomes(MIB + MIB / 2);
        first.dropBody();
        refused(Reason.NOT_NOW, () -> narrow.read(in(new byte[MIB - 20_000]), null));
        RequestBody.Held second = narrow.read(in(new byte[1_000]), null);
        assertThrows(RefusedRequestException.class, () -> second.becomes(MIB));
        second.close();
        first.close();
        narrow.read(in(new byte[MIB - 20_000]), null).close();
    }

    private interface Reading {
        AutoCloseable read() throws Exception;
    }

    private static void refused(Reason reason, Reading reading) {
        assertEquals(
                reason,
                assertThrows(RefusedRequestException.class, reading::read).reason());
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
