package io.lepton.cli.bench.train;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks now and then at what the tasks of local mode are doing, so that nothing has to be added to the work itself; a
 * thread in native code is seen where it was called from. Mutable.
 */
final class TaskSampler implements AutoCloseable {
    private static final String TASK_THREAD = "Executor task launch worker";
    private static final long MILLIS = 20;

    private final int cores;
    private final Map<NetworkWork, Long> seen = new EnumMap<>(NetworkWork.class);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** @param cores tasks that can run at the same time; those that no task runs on wait for the driver */
    TaskSampler(int cores) {
        this.cores = cores;
        clock.scheduleAtFixedRate(this::look, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        int running = 0;
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            if (thread.getKey().getName().startsWith(TASK_THREAD) && inTask(thread.getValue())) {
                seen.merge(NetworkWork.of(thread.getValue()), 1L, Long::sum);
                running++;
            }
        }
        seen.merge(NetworkWork.DRIVER_AND_WAITING, (long) Math.max(0, cores - running), Long::sum);
    }

    private static boolean inTask(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals("org.apache.spark.executor.Executor$TaskRunner")) {
                return true;
            }
        }
        return false;
    }

    /** Of all time on all cores so far; they add up to 1. */
    synchronized Map<NetworkWork, Double> shares() {
        double all = seen.values().stream().mapToLong(Long::longValue).sum();
        Map<NetworkWork, Double> shares = new EnumMap<>(NetworkWork.class);
        seen.forEach((work, times) -> shares.put(work, times / Math.max(1, all)));
        return shares;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
