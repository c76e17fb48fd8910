package dev.weir.app.otlp;

import dev.weir.app.otlp.RefusedRequestException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request, decompressed, within limits: so many of one request, so many of all that are under way, and never
 * more than {@value #MOST_RATIO} times what came. A body that would pass one is given up at once, so memory stays within the
 * limits however small the compressed form of a large body is. Thread-safe.
 */
final class RequestBody {

    /** Spans repeat themselves and shrink to a thirtieth or so; what is made to be large shrinks to a thousandth. */
    static final int MOST_RATIO = 200;

    /** The ratio means nothing for so few bytes. */
    private static final int SMALL = 1 << 20;

    private static final int KIB = 1 << 10;
    private static final int CHUNK = 16 * KIB;

    private final int mostBytes;
    private final Semaphore kibibytes;

    /** A body that is held until it is closed. */
    final class Held implements AutoCloseable {

        private byte[] bytes = {};
        private int kept;
        private long becomes;

        byte[] bytes() {
            return bytes;
        }

        /**
         * Goes on as something of another size; the room is that of the larger until {@link #dropBody}.
         *
         * @throws RefusedRequestException if there is no room
         */
        void becomes(long size) throws RefusedRequestException {
            make(this, size);
            becomes = size;
        }

        /** Lets go of the body; the room is that of what became of it. */
        void dropBody() {
            bytes = new byte[0];
            int needed = (int) Math.min(kept, becomes / KIB + 1);
            kibibytes.release(kept - needed);
            kept = needed;
        }

        /** Gives its room back; again does nothing. */
        @Override
        public void close() {
            kibibytes.release(kept);
            kept = 0;
            bytes = new byte[0];
        }
    }

    /** Counts what came, before decompression. */
    private static final class Counted extends InputStream {
        private final InputStream in;
        private long count;

        Counted(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = in.read(to, offset, length);
            count += Math.max(read, 0);
            return read;
        }
    }

    RequestBody(int mostBytes, int mostInFlight) {
        this.mostBytes = mostBytes;
        this.kibibytes = new Semaphore(mostInFlight / KIB + CHUNK / KIB);
    }

    /**
     * Reads a body to its end.
     *
     * @param encoding of the content; absent: as it is
     * @throws RefusedRequestException if it passes a limit, is no gzip where it says so, or ends early
     * @throws IOException if the connection broke
     */
    Held read(InputStream in, @Nullable String encoding) throws RefusedRequestException, IOException {
        String named = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        if (!named.isEmpty() && !named.equals("identity") && !named.equals("gzip")) {
            throw new RefusedRequestException(
                    Reason.UNKNOWN_TYPE, "Content-Encoding: expected gzip or identity, and no other");
        }
        Held held = new Held();
        try {
            read(new Counted(in), named.equals("gzip"), held);
            return held;
        } catch (RefusedRequestException | IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private void read(Counted in, boolean gzip, Held held) throws RefusedRequestException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK);
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream plain = gzip ? new GZIPInputStream(in, CHUNK) : in;
            for (int read = plain.read(chunk); read >= 0; read = plain.read(chunk)) {
                check((long) out.size() + read, in.count);
                make(held, out.size() + read);
                out.write(chunk, 0, read);
            }
        } catch (ZipException | EOFException e) {
            throw new RefusedRequestException(Reason.MALFORMED, "the body is no whole gzip stream");
        }
        held.bytes = out.toByteArray();
    }

    private void check(long size, long came) throws RefusedRequestException {
        if (size > mostBytes) {
            throw new RefusedRequestException(
                    Reason.TOO_LARGE, "the body is larger than " + mostBytes + " bytes: expected smaller batches");
        }
        if (size > SMALL && size > came * MOST_RATIO) {
            throw new RefusedRequestException(
                    Reason.TOO_LARGE, "the body is over " + MOST_RATIO + " times larger than its compressed form");
        }
    }

    /** Takes room for the bytes. */
    private void make(Held held, long size) throws RefusedRequestException {
        int wanted = (int) Math.min(size / KIB + 1, Integer.MAX_VALUE) - held.kept;
        if (wanted > 0) {
            int more = Math.max(wanted, CHUNK / KIB);
            if (!kibibytes.tryAcquire(more)) {
                throw new RefusedRequestException(Reason.NOT_NOW, "too many requests are under way: try again");
            }
            held.kept += more;
        }
    }
}
