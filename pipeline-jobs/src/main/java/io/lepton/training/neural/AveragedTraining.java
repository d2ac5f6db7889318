package io.lepton.training.neural;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Synchronous parameter averaging (McDonald, Hall and Mann, 2010): in each round every partition takes some steps from the same
 * parameters, and their mean, weighted by rows, is where the next round begins; Adam's moments are averaged likewise. Rows stay where they
 * are, as flat arrays; only parameters travel.
 */
final class AveragedTraining {
    /** So many workers' parameters are added up in one place. */
    private static final int FAN_IN = 8;

    private final TrainingPlan plan;
    private final int stepsPerRound;

    /** @param stepsPerRound steps that a worker takes between averages, at most */
    AveragedTraining(TrainingPlan plan, int stepsPerRound) {
        this.plan = plan;
        this.stepsPerRound = stepsPerRound;
    }

    float[] train(JavaRDD<Row> rows) {
        TrainingPlan plan = this.plan;
        JavaRDD<ContentOrder.Part> parts = rows.mapPartitions(
                        part -> List.of(ContentOrder.Part.of(part, plan)).iterator())
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return train(parts, new JavaSparkContext(rows.context()));
        } finally {
            parts.unpersist(false);
        }
    }

    private float[] train(JavaRDD<ContentOrder.Part> parts, JavaSparkContext spark) {
        int rows = parts.map(part -> part.training().size()).reduce(Math::max);
        int rounds = (int) Math.max(1, Math.ceil((double) rows / plan.settings().batch() / stepsPerRound));
        BestEpoch best = new BestEpoch(plan.patience());
        TrainerState state = TrainerState.initial();
        for (int epoch = 0; epoch < plan.settings().epochs(); epoch++) {
            for (int round = 0; round < rounds; round++) {
                state = averaged(parts, spark, state, epoch, new MiniBatchTrainer.Part(round, rounds));
            }
            if (plan.holdsOut() && !best.after(state.parameters(), heldOutLoss(parts, spark, state.parameters()))) {
                break;
            }
        }
        return plan.holdsOut() ? best.parameters() : state.parameters();
    }

    private TrainerState averaged(
            JavaRDD<ContentOrder.Part> parts,
            JavaSparkContext spark,
            TrainerState from,
            int epoch,
            MiniBatchTrainer.Part round) {
        TrainingPlan plan = this.plan;
        Broadcast<TrainerState> start = spark.broadcast(from);
        try {
            JavaRDD<Share> shares = parts.mapPartitionsWithIndex(
                    (worker, part) -> List.of(
                                    Share.of(worker, part.next().training(), plan, start.value(), epoch, round))
                            .iterator(),
                    true);
            int workers = parts.getNumPartitions();
            List<Share> collected = workers <= FAN_IN
                    ? shares.collect()
                    : shares.mapToPair(share -> new Tuple2<>(share.worker() / FAN_IN, share))
                            .groupByKey((workers + FAN_IN - 1) / FAN_IN)
                            .values()
                            .map(Share::mean)
                            .collect();
            return Share.mean(collected).state();
        } finally {
            start.destroy();
        }
    }

    private double heldOutLoss(JavaRDD<ContentOrder.Part> parts, JavaSparkContext spark, float[] parameters) {
        Broadcast<Network> network = spark.broadcast(plan.network(parameters));
        try {
            double loss = 0;
            double weight = 0;
            for (double[] ofPart : parts.map(part -> new FeedForward(network.value()).loss(part.heldOut()))
                    .collect()) {
                loss += ofPart[0];
                weight += ofPart[1];
            }
            return loss / weight;
        } finally {
            network.destroy();
        }
    }

    /**
     * Where a worker arrived, or the mean of several.
     *
     * @param worker number of its partition
     * @param rows it trained on
     */
    private record Share(int worker, TrainerState state, long rows) implements Serializable {
        static Share of(
                int worker,
                TrainingRows rows,
                TrainingPlan plan,
                TrainerState from,
                int epoch,
                MiniBatchTrainer.Part round) {
            try (MiniBatchTrainer trainer = new MiniBatchTrainer(plan.shape(), plan.settings(), from)) {
                trainer.train(
                        rows,
                        MiniBatchTrainer.order(rows.size(), plan.seed(epoch, 0, worker)),
                        round,
                        plan.settings().learningRate(epoch),
                        plan.seed(epoch, round.number() + 1, worker));
                return new Share(worker, trainer.state(), round.end(rows.size()) - round.begin(rows.size()));
            }
        }

        /** In the order of workers, whichever came first: sums in another order would differ in their last bits. */
        static Share mean(Iterable<Share> shares) {
            List<Share> ordered = new ArrayList<>();
            shares.forEach(ordered::add);
            ordered.sort(Comparator.comparingInt(Share::worker));
            long rows = ordered.stream().mapToLong(Share::rows).sum();
            Share first = ordered.get(0);
            double[] parameters = new double[first.state.parameters().length];
            double[] updater = new double[first.state.updater().length];
            int steps = 0;
            for (Share share : ordered) {
                double portion = rows == 0 ? 1.0 / ordered.size() : (double) share.rows / rows;
                add(parameters, share.state.parameters(), portion);
                add(updater, share.state.updater(), portion);
                steps = Math.max(steps, share.state.steps());
            }
            return new Share(first.worker, new TrainerState(floats(parameters), floats(updater), steps), rows);
        }

        private static void add(double[] sum, float[] values, double portion) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += portion * values[i];
            }
        }

        private static float[] floats(double[] values) {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }
    }
}
