package io.lepton.training.neural;

import io.lepton.training.barrier.BarrierStage;
import io.lepton.training.checkpoint.CheckpointFolder;
import io.lepton.training.curves.CurveRecorder;
import io.lepton.training.device.DeviceAddress;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.util.Utils;

/**
 * Trains a network where the rows lie, in one stage of Spark: one task a worker, all at the same time, from the first epoch to the last. A
 * stage that loses a task is started again by Spark, and goes on from the last checkpoint.
 */
final class BarrierTraining {
    /** Of the heap that a task has, for its rows; the rest of them is on disk. */
    private static final double SHARE_OF_HEAP = 0.4;

    private final Work work;
    private final BarrierStage stage;

    /** @param onGpu whether each task has a GPU of its own */
    BarrierTraining(
            TrainingPlan plan, CheckpointFolder checkpoints, CurveRecorder curve, BarrierStage stage, boolean onGpu) {
        this.work = new Work(plan, checkpoints, curve, onGpu);
        this.stage = stage;
    }

    /** @param rows features, label and weight; one worker a partition */
    float[] train(JavaRDD<Row> rows) {
        Work work = this.work;
        NetworkParts parts = work.plan().parts(rows.getNumPartitions());
        if (parts.split().isSplit()) {
            return parts.whole(stage.all(rows, work::divided, Part.class).stream()
                    .sorted(Comparator.comparingInt(Part::number))
                    .map(Part::parameters)
                    .toList());
        }
        return rows.getNumPartitions() == 1
                // Not as a barrier, which not every cluster has a place for.
                ? stage.slots().place(rows).mapPartitions(work::alone).first()
                : stage.run(rows, work::together, float[].class);
    }

    /**
     * Trains a network that is divided, and leaves its parts in files.
     *
     * @return whether all parameters are numbers
     */
    boolean train(JavaRDD<Row> rows, PartFiles files) {
        Work work = this.work;
        return stage.all(rows, part -> work.leaving(part, files), Boolean.class).stream()
                .allMatch(Boolean::booleanValue);
    }

    /** What a worker learned of a network that is divided. */
    private record Part(int number, float[] parameters) implements Serializable {}

    /** What goes to the tasks. */
    private record Work(TrainingPlan plan, CheckpointFolder checkpoints, CurveRecorder curve, boolean onGpu)
            implements Serializable {

        Iterator<float[]> alone(Iterator<Row> rows) {
            return List.of(train(rows, AllReduce.alone())).iterator();
        }

        /** The first worker alone returns parameters; all have the same. */
        Iterator<float[]> together(Iterator<Row> rows) {
            try (AllReduce peers = AllReduce.join(BarrierTaskContext.get())) {
                float[] parameters = train(rows, peers);
                return peers.rank() == 0
                        ? List.of(parameters).iterator()
                        : List.<float[]>of().iterator();
            }
        }

        /** Each worker returns its part. */
        Iterator<Part> divided(Iterator<Row> rows) {
            try (AllReduce peers = AllReduce.join(BarrierTaskContext.get())) {
                return List.of(new Part(peers.rank(), train(rows, peers))).iterator();
            }
        }

        /** Each worker leaves its part in a file, and tells whether all of it are numbers. */
        Iterator<Boolean> leaving(Iterator<Row> rows, PartFiles files) {
            try (AllReduce peers = AllReduce.join(BarrierTaskContext.get())) {
                float[] parameters = train(rows, peers);
                files.write(peers.rank(), parameters);
                return List.of(NeuralNetwork.areFinite(parameters)).iterator();
            }
        }

        private float[] train(Iterator<Row> rows, AllReduce peers) {
            if (onGpu) {
                DeviceAddress.of(TaskContext.get()).bindNd4j();
            }
            try (RowMemory memory = new RowMemory(
                    memoryOfTask(), Path.of(Utils.getLocalDir(SparkEnv.get().conf())))) {
                return new WorkerTraining(plan, ContentOrder.Part.of(rows, plan, memory), peers, checkpoints, curve)
                        .train();
            }
        }

        private static long memoryOfTask() {
            int cores = SparkEnv.get()
                    .conf()
                    .getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
            int tasks = Math.max(1, cores / TaskContext.get().cpus());
            return (long) (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory() / tasks);
        }
    }
}
