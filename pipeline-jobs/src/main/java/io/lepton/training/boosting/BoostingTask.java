package io.lepton.training.boosting;

import io.lepton.training.checkpoint.Checkpoint;
import io.lepton.training.checkpoint.CheckpointFolder;
import io.lepton.training.curves.CurveRecorder;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Communicator.OpType;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.sql.Row;

/** What each worker does; that of number 0 returns the model. */
final class BoostingTask implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final BoostingPlan plan;
    private final RowStorage storage;
    private final int threads;
    private final CheckpointFolder checkpoints;
    private final CurveRecorder curve;

    BoostingTask(
            BoostingPlan plan, RowStorage storage, int threads, CheckpointFolder checkpoints, CurveRecorder curve) {
        this.plan = plan;
        this.storage = storage;
        this.threads = threads;
        this.checkpoints = checkpoints;
        this.curve = curve;
    }

    Iterator<byte[]> alone(Iterator<Row> rows) {
        try {
            return train(rows, new OneWorker());
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    Iterator<byte[]> together(Iterator<Row> rows) {
        try (WorkerGroup workers = BarrierWorkers.join(BarrierTaskContext.get())) {
            return train(rows, workers);
        } catch (XGBoostError e) {
            throw failed(e);
        }
    }

    private Iterator<byte[]> train(Iterator<Row> rows, WorkerGroup workers) throws XGBoostError {
        Optional<Checkpoint> checkpoint = checkpoints.latest();
        agree(workers, checkpoint.map(Checkpoint::step).orElse(0));
        try (RowMatrices matrices = storage.hold(new PackedRows(rows), plan, threads, workers)) {
            byte[] model = new RoundLoop(plan, threads, workers, checkpoints, curve).train(matrices, checkpoint);
            workers.leave();
            return workers.number() == 0
                    ? List.of(model).iterator()
                    : List.<byte[]>of().iterator();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot load a checkpoint of boosting: " + e.getMessage(), e);
        }
    }

    /** A worker of a stage that is given up may write one more checkpoint while its successors read. */
    private static void agree(WorkerGroup workers, int round) {
        float[] bounds = workers.reduce(new float[] {round, -round}, OpType.MAX);
        if (bounds[0] != -bounds[1]) {
            throw new IllegalStateException("Workers found different checkpoints, after rounds " + (int) -bounds[1]
                    + " and " + (int) bounds[0] + ". Spark tries again.");
        }
    }

    private static IllegalStateException failed(XGBoostError e) {
        return new IllegalStateException("XGBoost failed: " + e.getMessage(), e);
    }
}
