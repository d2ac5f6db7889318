package io.lepton.training.neural;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Workers in threads of their own, which talk to each other by sockets as tasks of Spark do. */
final class Workers {
    private Workers() {}

    /** What each worker returned, in order. */
    static <T> List<T> run(int workers, Function<AllReduce, T> work) {
        String[] told = new String[workers];
        Phaser allTold = new Phaser(workers);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<CompletableFuture<T>> running = IntStream.range(0, workers)
                    .mapToObj(worker -> CompletableFuture.supplyAsync(
                            () -> {
                                try (AllReduce peers = AllReduce.join(worker, workers, "127.0.0.1", text -> {
                                    told[worker] = text;
                                    allTold.arriveAndAwaitAdvance();
                                    return told;
                                })) {
                                    return work.apply(peers);
                                }
                            },
                            threads))
                    .toList();
            List<T> results = new ArrayList<>();
            for (CompletableFuture<T> each : running) {
                results.add(each.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
