package io.lepton.training.neural;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * Adds up arrays of all tasks of a barrier stage, by a binary tree over sockets of their own: up to the first task and down again. Sums are
 * formed in the order of the tree, never in the order of arrival, so that they repeat bit for bit. Tasks find each other through Spark's own
 * barrier, and let in only whom told them the word that they agreed on there.
 *
 * <p>A task whose peer dies fails at once, and Spark starts the stage again.
 */
final class AllReduce implements AutoCloseable {
    private static final int POLL_MILLIS = 500;
    private static final long CONNECT_SECONDS = 60;
    private static final int WORD_BYTES = 16;

    private final int rank;
    private final int size;
    private final List<Peer> children;
    private final List<Peer> parent;

    private AllReduce(int rank, int size, List<Peer> children, List<Peer> parent) {
        this.rank = rank;
        this.size = size;
        this.children = children;
        this.parent = parent;
    }

    /** For a task without peers. */
    static AllReduce alone() {
        return new AllReduce(0, 1, List.of(), List.of());
    }

    /** @throws UncheckedIOException when a peer can't be reached */
    static AllReduce join(BarrierTaskContext task) {
        int rank = task.partitionId();
        String host = hostOf(task.getTaskInfos()[rank].address());
        return join(rank, task.getTaskInfos().length, host, task::allGather);
    }

    /**
     * Joins workers who can already tell each other a word.
     *
     * @param tellAll tells the others a text, and returns what each told, in order
     */
    static AllReduce join(int rank, int size, String host, Function<String, String[]> tellAll) {
        byte[] word = new byte[WORD_BYTES];
        new SecureRandom().nextBytes(word);
        List<Peer> children = new ArrayList<>();
        List<Peer> parent = new ArrayList<>();
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
            String[] all = tellAll.apply(host + " " + server.getLocalPort() + " "
                    + Base64.getEncoder().encodeToString(word));
            byte[] agreed = Base64.getDecoder().decode(all[0].split(" ")[2]);
            if (rank > 0) {
                String[] address = all[(rank - 1) / 2].split(" ");
                parent.add(Peer.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])), agreed, rank));
            }
            int expected = (int) List.of(2 * rank + 1, 2 * rank + 2).stream()
                    .filter(child -> child < size)
                    .count();
            accept(server, agreed, expected, children);
            children.sort(java.util.Comparator.comparingInt(Peer::rank));
            return new AllReduce(rank, size, List.copyOf(children), List.copyOf(parent));
        } catch (IOException e) {
            children.forEach(Peer::close);
            parent.forEach(Peer::close);
            throw new UncheckedIOException(
                    "Cannot join the other tasks of a training from " + host + ": " + e.getMessage(), e);
        }
    }

    private static void accept(ServerSocket server, byte[] word, int expected, List<Peer> children) throws IOException {
        server.setSoTimeout(POLL_MILLIS);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
        while (children.size() < expected) {
            try {
                Peer.accepted(server.accept(), word).ifPresent(children::add);
            } catch (SocketTimeoutException e) {
                requireAlive();
                if (System.nanoTime() > deadline) {
                    throw new IOException("a task did not call within " + CONNECT_SECONDS + " s", e);
                }
            }
        }
    }

    /** Without the port that Spark itself listens on. */
    private static String hostOf(String address) {
        int colon = address.lastIndexOf(':');
        return colon > address.lastIndexOf(']') ? address.substring(0, colon) : address;
    }

    int rank() {
        return rank;
    }

    int size() {
        return size;
    }

    /** Replaces each value by its sum over all tasks; every task calls it with an array of the same length. */
    void sum(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(4, values.length));
        for (Peer child : children) {
            child.read(bytes);
            for (int i = 0; i < values.length; i++) {
                values[i] += bytes.getFloat(4 * i);
            }
        }
        for (Peer above : parent) {
            bytes.asFloatBuffer().put(values);
            above.write(bytes);
            above.read(bytes);
            bytes.asFloatBuffer().get(values);
        }
        bytes.asFloatBuffer().put(values);
        children.forEach(child -> child.write(bytes));
    }

    /** As {@link #sum(float[])}. */
    void sum(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(8, values.length));
        for (Peer child : children) {
            child.read(bytes);
            for (int i = 0; i < values.length; i++) {
                values[i] += bytes.getDouble(8 * i);
            }
        }
        for (Peer above : parent) {
            bytes.asDoubleBuffer().put(values);
            above.write(bytes);
            above.read(bytes);
            bytes.asDoubleBuffer().get(values);
        }
        bytes.asDoubleBuffer().put(values);
        children.forEach(child -> child.write(bytes));
    }

    /**
     * Completes an array of which each task holds a run, the first task's at first; every task calls it with an array of the same length.
     *
     * @param ends of the runs, by task
     */
    void gather(float[] values, int[] ends) {
        for (Peer child : children) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * length(child.rank(), ends));
            child.read(bytes);
            FloatBuffer floats = bytes.asFloatBuffer();
            below(child.rank()).forEach(task -> floats.get(values, begin(task, ends), ends[task] - begin(task, ends)));
        }
        ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(4, values.length));
        for (Peer above : parent) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * length(rank, ends));
            FloatBuffer floats = bytes.asFloatBuffer();
            below(rank).forEach(task -> floats.put(values, begin(task, ends), ends[task] - begin(task, ends)));
            above.write(bytes);
            above.read(all);
            all.asFloatBuffer().get(values);
        }
        all.asFloatBuffer().put(values);
        children.forEach(child -> child.write(all));
    }

    private static int begin(int task, int[] ends) {
        return task == 0 ? 0 : ends[task - 1];
    }

    private int length(int task, int[] ends) {
        return below(task).stream()
                .mapToInt(each -> ends[each] - begin(each, ends))
                .sum();
    }

    /** A task and all that are below it in the tree. */
    private List<Integer> below(int task) {
        List<Integer> tasks = new ArrayList<>(List.of(task));
        for (int child = 2 * task + 1; child <= 2 * task + 2 && child < size; child++) {
            tasks.addAll(below(child));
        }
        return tasks;
    }

    /** What the first task holds; the others' is not looked at. */
    byte[] ofFirst(byte[] bytes) {
        double[] length = {rank == 0 ? bytes.length : 0};
        sum(length);
        ByteBuffer buffer = rank == 0 ? ByteBuffer.wrap(bytes) : ByteBuffer.allocate((int) length[0]);
        parent.forEach(above -> above.read(buffer));
        children.forEach(child -> child.write(buffer));
        return buffer.array();
    }

    @Override
    public void close() {
        children.forEach(Peer::close);
        parent.forEach(Peer::close);
    }

    private static void requireAlive() {
        TaskContext task = TaskContext.get();
        if (task != null && task.isInterrupted()) {
            throw new TaskKilledException("while it waited for other tasks");
        }
    }

    /** A connection to a task above or below in the tree. */
    private record Peer(int rank, Socket socket) {
        static Peer connect(InetSocketAddress address, byte[] word, int rank) throws IOException {
            Socket socket = new Socket();
            socket.connect(address, (int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
            prepare(socket);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(word);
            out.writeInt(rank);
            out.flush();
            return new Peer((rank - 1) / 2, socket);
        }

        /** Absent when the caller does not know the word. */
        static java.util.Optional<Peer> accepted(Socket socket, byte[] word) throws IOException {
            prepare(socket);
            try {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                if (MessageDigest.isEqual(in.readNBytes(WORD_BYTES), word)) {
                    return java.util.Optional.of(new Peer(in.readInt(), socket));
                }
            } catch (IOException strangerLeft) {
                // As good as a wrong word: the task that is waited for calls itself.
            }
            socket.close();
            return java.util.Optional.empty();
        }

        private static void prepare(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout(POLL_MILLIS);
        }

        void write(ByteBuffer bytes) {
            try {
                socket.getOutputStream().write(bytes.array());
            } catch (IOException e) {
                throw lost(e);
            }
        }

        void read(ByteBuffer bytes) {
            byte[] into = bytes.array();
            int filled = 0;
            try {
                InputStream in = socket.getInputStream();
                while (filled < into.length) {
                    filled += readSome(in, into, filled);
                }
            } catch (IOException e) {
                throw lost(e);
            }
        }

        private static int readSome(InputStream in, byte[] into, int filled) throws IOException {
            try {
                int read = in.read(into, filled, into.length - filled);
                if (read < 0) {
                    throw new IOException("it closed the connection");
                }
                return read;
            } catch (SocketTimeoutException e) {
                requireAlive();
                return 0;
            }
        }

        private UncheckedIOException lost(IOException e) {
            return new UncheckedIOException("Lost task " + rank + " of a training: " + e.getMessage(), e);
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot close a connection to task " + rank, e);
            }
        }
    }
}
