package dev.weir.topology.query;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.state.HostInfo;

/** The other instances of the application. */
public interface Peers {

    /**
     * Asks one instance for what it holds itself; the answer never asks further. Does not wait.
     *
     * @param path below the internal root, for example {@code windows/series-windows}
     * @return the answer; failed with {@link PeerUnreachableException} if there is none in time or it is an error
     */
    CompletableFuture<byte[]> ask(HostInfo host, String path, Map<String, String> parameters);

    /** An instance that did not answer. */
    final class PeerUnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public PeerUnreachableException(String message, Throwable cause) {
            super(message, cause);
        }

        public PeerUnreachableException(String message) {
            super(message);
        }
    }
}
