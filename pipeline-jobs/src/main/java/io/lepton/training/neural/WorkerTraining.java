package io.lepton.training.neural;

import io.lepton.training.checkpoint.Checkpoint;
import io.lepton.training.checkpoint.CheckpointFolder;
import io.lepton.training.curves.CurveRecorder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One worker's part of a training with others: in each round all workers take steps from the same parameters over their own rows, and go on
 * from common ones. Either they add up their gradients at each step, or parameters and Adam's moments are averaged after each round (McDonald,
 * Hall and Mann, 2010; see {@link Exchange}). Rows stay where they are. Where layers are divided, each step is over the rows of all workers,
 * which go to all of them, and each worker learns its own part of the network.
 */
final class WorkerTraining {
    private final TrainingPlan plan;
    private final ContentOrder.Part rows;
    private final AllReduce peers;
    private final CheckpointFolder checkpoints;
    private final CurveRecorder curve;
    private final NetworkParts parts;
    private final LayerPeer peer;
    private final double allRows;
    private final int batch;
    private final Exchange exchange;
    private final int rounds;
    private final int batchesOfRound;
    private long saved = System.nanoTime();

    WorkerTraining(
            TrainingPlan plan,
            ContentOrder.Part rows,
            AllReduce peers,
            CheckpointFolder checkpoints,
            CurveRecorder curve) {
        this.plan = plan;
        this.rows = rows;
        this.peers = peers;
        this.curve = curve;
        this.parts = plan.parts(peers.size());
        this.peer = parts.split().isSplit() ? new LayerPeer(parts.split(), peers) : LayerPeer.alone();
        this.checkpoints = parts.split().isSplit() ? checkpoints.of("worker-" + peers.rank()) : checkpoints;
        double[] sizes = new double[peers.size()];
        sizes[peers.rank()] = rows.training().size();
        peers.sum(sizes);
        this.allRows = Arrays.stream(sizes).sum();
        this.batch = batch();
        int steps = (int) Math.max(1, Math.ceil(Arrays.stream(sizes).max().orElse(0) / batch));
        this.exchange = exchange(steps);
        int stepsOfRound = exchange.ofGradients() ? Math.max(1, steps / TrainingPlan.PARTS_OF_EPOCH) : exchange.steps();
        this.rounds = peers.size() == 1 ? 1 : (steps + stepsOfRound - 1) / stepsOfRound;
        this.batchesOfRound = (steps + rounds - 1) / rounds;
    }

    private Exchange exchange(int steps) {
        if (parts.split().isSplit()) {
            return Exchange.OF_GRADIENTS;
        }
        return plan.stepsPerRound() > 0
                ? new Exchange(plan.stepsPerRound())
                : Exchange.of(plan.shape().parameters(), batch, peers.size(), steps);
    }

    /**
     * Rows of a worker's step: all workers' steps at one time are a step of the settings' size. Small data takes smaller ones, so that an
     * epoch has some.
     */
    private int batch() {
        double ofAll = Math.min(plan.settings().batch(), Math.max(16, Math.floor(allRows / 64)));
        return (int) Math.max(1, Math.ceil(ofAll / peers.size()));
    }

    /**
     * Returns the parameters of the best epoch, or of the last where no rows are held out; the same in every worker, unless layers are
     * divided: then its part of them.
     */
    float[] train() {
        try (MiniBatchTrainer trainer =
                MiniBatchTrainer.of(plan.shape(), plan.encoding().zeroCodes(), plan.settings(), batch, peer)) {
            if (peers.size() > 1 && exchange.ofGradients() && !parts.split().isSplit()) {
                trainer.onGradient(this::average);
            }
            TrainingState state = start(trainer);
            while (!plan.isOver(state)) {
                long began = System.nanoTime();
                WeightedSum loss = epoch(state, trainer);
                state = endOfEpoch(state, trainer, loss, began);
                if (plan.isOver(state) || isTimeToSave()) {
                    save(state);
                }
            }
            return plan.holdsOut() ? state.best().parameters() : state.trainer().parameters();
        }
    }

    /** Where an earlier attempt left off, or the beginning. */
    private TrainingState start(MiniBatchTrainer trainer) {
        byte[] agreed = parts.split().isSplit() ? ownCheckpoint() : commonCheckpoint();
        if (agreed.length == 0) {
            begin(trainer);
            return new TrainingState(0, 0, trainer.state(), BestEpoch.none());
        }
        TrainingState state = TrainingState.of(agreed);
        trainer.restore(state.trainer());
        return state;
    }

    private byte[] commonCheckpoint() {
        byte[] found = peers.rank() > 0
                ? new byte[0]
                : checkpoints.latest().map(Checkpoint::state).orElse(new byte[0]);
        return peers.ofFirst(found);
    }

    /** Of the last step that all workers wrote one at; none of a worker can be used without those of all others. */
    private byte[] ownCheckpoint() {
        double[] steps = new double[peers.size()];
        steps[peers.rank()] = checkpoints.latest().map(Checkpoint::step).orElse(-1);
        peers.sum(steps);
        int common = (int) Arrays.stream(steps).min().orElse(-1);
        byte[] own = checkpoints.at(common).map(Checkpoint::state).orElse(new byte[0]);
        double[] found = {own.length > 0 ? 1 : 0};
        peers.sum(found);
        return found[0] == peers.size() ? own : new byte[0];
    }

    private void begin(MiniBatchTrainer trainer) {
        if (plan.start().length > 0) {
            float[] own = parts.split().isSplit() ? parts.part(plan.start(), peers.rank()) : plan.start();
            trainer.restore(new TrainerState(own, new float[trainer.state().updater().length], 0));
        }
    }

    private WeightedSum epoch(TrainingState state, MiniBatchTrainer trainer) {
        int size = rows.training().size();
        EpochOrder order = new EpochOrder(size, plan.seed(state.epoch(), 0, peers.rank()));
        order.skip(MiniBatchTrainer.share(size, state.round(), rounds));
        WeightedSum loss = WeightedSum.NONE;
        for (int round = state.round(); round < rounds; round++) {
            int count = MiniBatchTrainer.share(size, round + 1, rounds) - MiniBatchTrainer.share(size, round, rounds);
            loss = loss.plus(trainer.train(
                    rows.training(),
                    order,
                    count,
                    // In common steps, a worker of fewer rows must not end earlier than the others.
                    exchange.ofGradients() && peers.size() > 1
                            ? Math.max(batchesOfRound, trainer.batches(count))
                            : trainer.batches(count),
                    plan.learningRate(state.epoch(), (double) round / rounds),
                    // What all of them compute, they compute alike.
                    plan.seed(state.epoch(), round + 1, parts.split().isSplit() ? 0 : peers.rank())));
            if (!exchange.ofGradients()) {
                average(trainer);
            }
            if (round + 1 < rounds && isTimeToSave()) {
                save(new TrainingState(state.epoch(), round + 1, trainer.state(), state.best()));
            }
        }
        if (parts.split().isSplit()) {
            // As below: what all workers have.
            trainer.restore(parts.shared(trainer.state(), peers));
        } else if (exchange.ofGradients()) {
            // Equal already, unless processors round differently.
            average(trainer);
        }
        return loss;
    }

    private void average(float[] gradient) {
        peers.sum(gradient);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= peers.size();
        }
    }

    private void average(MiniBatchTrainer trainer) {
        if (peers.size() == 1) {
            return;
        }
        double share =
                exchange.ofGradients() ? 1.0 / peers.size() : rows.training().size() / allRows;
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

    private TrainingState endOfEpoch(TrainingState state, MiniBatchTrainer trainer, WeightedSum loss, long began) {
        WeightedSum heldOut = plan.holdsOut() ? trainer.evaluate(rows.heldOut()) : WeightedSum.NONE;
        double[] sums = {loss.sum(), loss.weight(), heldOut.sum(), heldOut.weight()};
        peers.sum(sums);
        TrainerState arrived = trainer.state();
        BestEpoch best = plan.holdsOut() ? state.best().after(arrived.parameters(), sums[2] / sums[3]) : state.best();
        if (peers.rank() == 0) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("loss/training", sums[0] / sums[1]);
            if (plan.holdsOut()) {
                values.put("loss/validation", sums[2] / sums[3]);
            }
            values.put("learning_rate", plan.learningRate(state.epoch(), 0));
            values.put("rows_per_second", allRows * 1e9 / (System.nanoTime() - began));
            curve.record(state.epoch() + 1, plan.settings().epochs(), values);
        }
        return new TrainingState(state.epoch() + 1, 0, arrived, best);
    }

    private boolean isTimeToSave() {
        boolean isTime = System.nanoTime() - saved > TimeUnit.SECONDS.toNanos(plan.checkpointSeconds());
        if (!parts.split().isSplit()) {
            return isTime;
        }
        // All or none, by the first one's clock.
        double[] first = {isTime && peers.rank() == 0 ? 1 : 0};
        peers.sum(first);
        return first[0] > 0;
    }

    private void save(TrainingState state) {
        if (peers.rank() == 0 || parts.split().isSplit()) {
            checkpoints.write(new Checkpoint(state.epoch() * rounds + state.round(), state.bytes()));
        }
        saved = System.nanoTime();
    }
}
