package dev.weir.topology.aggregate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Windows and appointments in memory, sorted as a store of bytes sorts them. */
final class MemoryStorage implements WindowStorage {

    final Map<ByteBuffer, byte[]> windows = new HashMap<>();
    final TreeMap<byte[], Appointment> appointments = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] window(byte[] key) {
        return windows.get(ByteBuffer.wrap(key));
    }

    @Override
    public void putWindow(byte[] key, byte[] state) {
        windows.put(ByteBuffer.wrap(key), state);
    }

    @Override
    public void deleteWindow(byte[] key) {
        windows.remove(ByteBuffer.wrap(key));
    }

    @Override
    public void putAppointment(Appointment appointment) {
        byte[] bytes = appointment.toBytes();
        appointments.put(bytes, Appointment.fromBytes(bytes));
    }

    @Override
    public void deleteAppointment(Appointment appointment) {
        appointments.remove(appointment.toBytes());
    }

    @Override
    public List<Appointment> due(long frontier) {
        List<Appointment> due = new ArrayList<>();
        for (Appointment appointment : appointments.values()) {
            if (appointment.due() <= frontier) {
                due.add(appointment);
            }
        }
        return due;
    }
}
