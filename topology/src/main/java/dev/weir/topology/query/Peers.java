package dev.weir.topology.query;

import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;

/** The other instances of the application. */
public interface Peers {

    /**
     * Asks one instance for what it holds itself; the answer never asks further.
     *
     * @param path below the internal root, for example {@code windows/series}
     * @throws PeerUnreachableException if it does not answer in time or answers with an error
     */
    byte[] ask(HostInfo host, String path, Map<String, String> parameters);

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
