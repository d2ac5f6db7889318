package io.lepton.training.boosting;

import io.lepton.training.checkpoint.Checkpoint;
import io.lepton.training.checkpoint.CheckpointFolder;
import io.lepton.training.curves.CurveRecorder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.Communicator.OpType;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.TaskContext;

/** Adds round after round, in each worker the same trees. */
final class RoundLoop {
    /** Every so many rounds, and in the first ones, the loss on training rows is measured, which costs some hundredths of a round. */
    private static final int TRAINING_LOSS_INTERVAL = 10;

    private final BoostingPlan plan;
    private final int threads;
    private final WorkerGroup workers;
    private final CheckpointFolder checkpoints;
    private final CurveRecorder curve;

    RoundLoop(BoostingPlan plan, int threads, WorkerGroup workers, CheckpointFolder checkpoints, CurveRecorder curve) {
        this.plan = plan;
        this.threads = threads;
        this.workers = workers;
        this.checkpoints = checkpoints;
        this.curve = curve;
    }

    /**
     * Goes on from a checkpoint.
     *
     * @return the model, in a format that XGBoost loads
     */
    byte[] train(RowMatrices rows, Optional<Checkpoint> checkpoint) throws XGBoostError, IOException {
        BoosterState start =
                checkpoint.map(found -> BoosterState.of(found.state())).orElse(BoosterState.START);
        Booster booster = booster(rows.training(), start);
        try {
            return train(booster, rows, checkpoint.map(Checkpoint::step).orElse(0), start);
        } finally {
            booster.dispose();
        }
    }

    private Booster booster(DMatrix training, BoosterState start) throws XGBoostError, IOException {
        Map<String, Object> parameters = plan.parameters(TaskContext.get(), threads);
        if (start.booster().length == 0) {
            // No constructor is public: training of no rounds makes one.
            return XGBoost.train(training, parameters, 0, Map.of(), null, null);
        }
        Booster booster = XGBoost.loadModel(start.booster());
        booster.setParams(parameters);
        return booster;
    }

    private byte[] train(Booster booster, RowMatrices rows, int done, BoosterState start) throws XGBoostError {
        float[] all = workers.reduce(
                new float[] {rows.training().rowNum(), rows.heldOut().rowNum()}, OpType.SUM);
        boolean stopsEarly = all[1] > 0;
        BestRound best = new BestRound(plan.patience(), start.bestRound(), start.bestLoss());
        int round = done;
        for (boolean goesOn = true; goesOn && round < plan.rounds(); ) {
            TaskContext.get().killTaskIfInterrupted();
            long begin = System.nanoTime();
            booster.update(rows.training(), round);
            round++;
            Map<String, Double> values = new HashMap<>();
            values.put("rows_per_second", all[0] * 1e9 / (System.nanoTime() - begin));
            if (round <= TRAINING_LOSS_INTERVAL || round % TRAINING_LOSS_INTERVAL == 0) {
                values.put("loss/training", (double) loss(booster, rows.training(), round));
            }
            if (stopsEarly) {
                float loss = loss(booster, rows.heldOut(), round);
                values.put("loss/validation", (double) loss);
                goesOn = best.after(round, loss);
            }
            if (workers.number() == 0) {
                curve.record(round, plan.rounds(), values);
                if (round % plan.checkpointInterval() == 0) {
                    checkpoints.write(new Checkpoint(
                            round,
                            new BoosterState(false, best.round(), best.loss(), booster.toByteArray()).toBytes()));
                }
            }
        }
        if (workers.number() > 0) {
            return new byte[0];
        }
        byte[] model = stopsEarly
                ? new FirstTrees(Math.max(1, best.round()), plan.outputs()).of(booster.toByteArray("json"))
                : booster.toByteArray();
        checkpoints.write(new Checkpoint(round, new BoosterState(true, best.round(), best.loss(), model).toBytes()));
        return model;
    }

    /** The objective's own loss. */
    private static float loss(Booster booster, DMatrix rows, int round) throws XGBoostError {
        float[] loss = new float[1];
        booster.evalSet(new DMatrix[] {rows}, new String[] {"rows"}, round - 1, loss);
        return loss[0];
    }
}
