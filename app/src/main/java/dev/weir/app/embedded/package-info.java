/**
 * A whole Kafka of one node inside this JVM, for the demo, the analysis of files and the tests. A directory and a port
 * enter; an address to connect to leaves. Everything Kafka remembers lies in that directory, and goes with it when it
 * was a temporary one. It listens on the loopback interface alone, without authentication.
 */
@NullMarked
package dev.weir.app.embedded;

import org.jspecify.annotations.NullMarked;
