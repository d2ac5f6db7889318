package io.lepton.training.boosting;

import io.lepton.error.LeptonException;
import io.lepton.training.boosting.paged.ExternalMemory;
import io.lepton.training.boosting.paged.NativeRoom;
import io.lepton.training.boosting.paged.PagedMatrix;
import java.io.Serializable;
import java.nio.file.Path;
import ml.dmlc.xgboost4j.java.Communicator.OpType;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.Utils;

/**
 * Decides where the rows of a training lie, on all workers alike.
 *
 * @param rows of all workers together
 */
record RowStorage(ExternalMemory memory, long rows, int workers) implements Serializable {

    /** @throws LeptonException (configuration) for rows on disk and a GPU */
    void check(BoostingPlan plan) {
        if (plan.usesGpu() && memory == ExternalMemory.ALWAYS) {
            throw LeptonException.configuration("Cannot train xgboost on a GPU with external-memory: always. Leave it"
                    + " out, or set train: device: cpu.");
        }
    }

    /** To be called by all workers. */
    RowMatrices hold(PackedRows packed, BoostingPlan plan, int threads, WorkerGroup group) throws XGBoostError {
        SparkConf conf = SparkEnv.get().conf();
        int features = packed.features();
        // Of all workers, one of which may have no row to tell how many features there are.
        float[] all = group.reduce(new float[] {onDisk(features, plan, conf) ? 1 : 0, features}, OpType.MAX);
        return all[0] > 0
                ? PagedMatrices.of(packed, (int) all[1], plan, threads, Path.of(Utils.getLocalDir(conf)))
                : new ResidentMatrices(packed, plan.featureTypes());
    }

    private boolean onDisk(int features, BoostingPlan plan, SparkConf conf) {
        return switch (memory) {
            case NEVER -> false;
            case ALWAYS -> true;
            case AUTO -> !plan.usesGpu()
                    && PagedMatrix.isPossible()
                    && !NativeRoom.ofTask(conf, TaskContext.get(), workers).holds(rows / workers, features);
        };
    }
}
