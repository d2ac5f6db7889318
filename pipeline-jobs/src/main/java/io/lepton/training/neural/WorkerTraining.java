package io.lepton.training.neural;

import io.lepton.training.checkpoint.Checkpoint;
import io.lepton.training.checkpoint.Checkpoints;
import io.lepton.training.curves.CurveRecorder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * One worker's part of synchronous parameter averaging (McDonald, Hall and Mann, 2010): in each round every worker takes some steps from the
 * same parameters over its own rows, and the mean of what they arrive at, weighted by rows, is where the next round begins; Adam's moments
 * are averaged likewise. Rows stay where they are; only parameters travel.
 */
final class WorkerTraining {
    private final TrainingPlan plan;
    private final ContentOrder.Part rows;
    private final AllReduce peers;
    private final Optional<Checkpoints> checkpoints;
    private final long checkpointNanos;
    private final CurveRecorder curve;
    private final Configuration hadoop = SparkHadoopUtil.get().conf();

    WorkerTraining(
            TrainingPlan plan,
            ContentOrder.Part rows,
            AllReduce peers,
            CheckpointPlan checkpointPlan,
            CurveRecorder curve) {
        this.plan = plan;
        this.rows = rows;
        this.peers = peers;
        this.checkpoints = checkpointPlan.checkpoints();
        this.checkpointNanos = TimeUnit.SECONDS.toNanos(checkpointPlan.seconds());
        this.curve = curve;
    }

    /** Returns the parameters of the best epoch, or of the last where no rows are held out; the same in every worker. */
    float[] train() {
        double[] sizes = new double[peers.size()];
        sizes[peers.rank()] = rows.training().size();
        peers.sum(sizes);
        double all = Arrays.stream(sizes).sum();
        int batch = batch(all);
        int rounds = rounds(sizes, batch);
        try (MiniBatchTrainer trainer = new MiniBatchTrainer(plan.shape(), plan.settings(), batch)) {
            TrainingState state = start(trainer);
            long saved = System.nanoTime();
            while (!isOver(state)) {
                long began = System.nanoTime();
                EpochOrder order =
                        new EpochOrder(rows.training().size(), plan.seed(state.epoch(), 0, peers.rank()));
                int done = MiniBatchTrainer.share(order.size(), state.round(), rounds);
                for (int row = 0; row < done; row++) {
                    order.next();
                }
                WeightedSum loss = WeightedSum.NONE;
                for (int round = state.round(); round < rounds; round++) {
                    loss = loss.plus(trainer.train(
                            rows.training(),
                            order,
                            MiniBatchTrainer.share(order.size(), round + 1, rounds)
                                    - MiniBatchTrainer.share(order.size(), round, rounds),
                            plan.settings().learningRate(state.epoch() + part(round, rounds)),
                            plan.seed(state.epoch(), round + 1, peers.rank())));
                    average(trainer, rows.training().size() / all);
                    if (round + 1 < rounds && System.nanoTime() - saved > checkpointNanos) {
                        save(new TrainingState(state.epoch(), round + 1, trainer.state(), state.best()), rounds);
                        saved = System.nanoTime();
                    }
                }
                state = endOfEpoch(state, trainer, loss, all, began);
                if (isOver(state) || System.nanoTime() - saved > checkpointNanos) {
                    save(state, rounds);
                    saved = System.nanoTime();
                }
            }
            return plan.holdsOut() ? state.best().parameters() : state.trainer().parameters();
        }
    }

    /** Where an earlier attempt left off, or the beginning. */
    private TrainingState start(MiniBatchTrainer trainer) {
        byte[] saved = peers.rank() > 0
                ? new byte[0]
                : checkpoints
                        .flatMap(all -> all.latest(hadoop))
                        .map(Checkpoint::state)
                        .orElse(new byte[0]);
        byte[] agreed = peers.ofFirst(saved);
        if (agreed.length == 0) {
            return new TrainingState(0, 0, trainer.state(), BestEpoch.none());
        }
        TrainingState state = TrainingState.of(agreed);
        trainer.restore(state.trainer());
        return state;
    }

    private boolean isOver(TrainingState state) {
        return state.epoch() >= plan.settings().epochs()
                || plan.holdsOut() && state.best().worseInARow() >= plan.patience();
    }

    /**
     * Rows of a worker's step: all workers' steps at one time are a step of the settings' size. Small data takes smaller ones, so that an
     * epoch has some.
     */
    private int batch(double all) {
        double batch = Math.min(plan.settings().batch(), Math.max(16, Math.floor(all / 64)));
        return (int) Math.max(1, Math.ceil(batch / peers.size()));
    }

    private int rounds(double[] sizes, int batch) {
        int steps = (int) Math.max(1, Math.ceil(Arrays.stream(sizes).max().orElse(0) / batch));
        int interval = plan.stepsPerRound() > 0
                ? plan.stepsPerRound()
                : Interval.steps(plan.shape().parameters(), batch, peers.size(), steps);
        return peers.size() == 1 ? 1 : Math.max(1, (steps + interval - 1) / interval);
    }

    /** How much of an epoch is over, in tenths: DeepLearning4J takes its time to change the learning rate. */
    private static double part(int round, int rounds) {
        return Math.floor(10.0 * round / rounds) / 10;
    }

    /** @param share of this worker's rows among all */
    private void average(MiniBatchTrainer trainer, double share) {
        if (peers.size() == 1) {
            return;
        }
        TrainerState own = trainer.state();
        float[] sum = new float[own.parameters().length + own.updater().length + 1];
        scaled(own.parameters(), share, sum, 0);
        scaled(own.updater(), share, sum, own.parameters().length);
        // A worker of a few rows more has taken a step more; all go on with the first one's number.
        sum[sum.length - 1] = peers.rank() == 0 ? own.steps() : 0;
        peers.sum(sum);
        float[] parameters = Arrays.copyOf(sum, own.parameters().length);
        float[] updater = Arrays.copyOfRange(sum, parameters.length, sum.length - 1);
        trainer.restore(new TrainerState(parameters, updater, (int) sum[sum.length - 1]));
    }

    private static void scaled(float[] values, double share, float[] into, int at) {
        for (int i = 0; i < values.length; i++) {
            into[at + i] = (float) (share * values[i]);
        }
    }

    private TrainingState endOfEpoch(
            TrainingState state, MiniBatchTrainer trainer, WeightedSum loss, double all, long began) {
        WeightedSum heldOut = plan.holdsOut() ? trainer.evaluate(rows.heldOut()) : WeightedSum.NONE;
        double[] sums = {loss.sum(), loss.weight(), heldOut.sum(), heldOut.weight()};
        peers.sum(sums);
        TrainerState arrived = trainer.state();
        BestEpoch best =
                plan.holdsOut() ? state.best().after(arrived.parameters(), sums[2] / sums[3]) : state.best();
        if (peers.rank() == 0) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("loss/training", sums[0] / sums[1]);
            if (plan.holdsOut()) {
                values.put("loss/validation", sums[2] / sums[3]);
            }
            values.put("learning_rate", plan.settings().learningRate(state.epoch()));
            values.put("rows_per_second", all * 1e9 / (System.nanoTime() - began));
            curve.record(state.epoch() + 1, plan.settings().epochs(), values);
        }
        return new TrainingState(state.epoch() + 1, 0, arrived, best);
    }

    private void save(TrainingState state, int rounds) {
        if (peers.rank() == 0) {
            checkpoints.ifPresent(all ->
                    all.write(hadoop, new Checkpoint(state.epoch() * rounds + state.round(), state.bytes())));
        }
    }
}
