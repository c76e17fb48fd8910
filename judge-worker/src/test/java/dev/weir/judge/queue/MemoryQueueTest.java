package dev.weir.judge.queue;

import java.nio.charset.StandardCharsets;

class MemoryQueueTest extends TaskQueueContract {

    private final MemoryQueue.Log log = new MemoryQueue.Log();

    @Override
    void append(String value) {
        log.append(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    TaskQueue open() {
        return new MemoryQueue(log, DELIVERY_LIMIT, MAX_LEASED);
    }
}
