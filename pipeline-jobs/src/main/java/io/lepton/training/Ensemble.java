package io.lepton.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.training.stages.EnsembleModel;
import io.lepton.training.stages.MemberFolders;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/** What voting and stacking share: fit the members across folds to learn the rule that joins them, then fit them on all rows. */
public abstract class Ensemble extends Estimator<EnsembleModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Map<String, Estimator<?>> members;
    private final TaskType task;
    private final IntParam folds;
    private final LongParam seed;

    Ensemble(String uid, Map<String, Estimator<?>> members, TaskType task) {
        this.uid = uid;
        this.members = new LinkedHashMap<>(members);
        this.task = task;
        this.folds = new IntParam(
                this, "folds", "folds of the cross-fitting that the joining rule is learned from, at least 2");
        this.seed = new LongParam(this, "seed", "seed of the rows' folds");
        setDefault(folds, 3);
        setDefault(seed, 42L);
    }

    abstract EnsembleModel joined(CrossFitted outOfFold, Map<String, ? extends Transformer> fitted);

    abstract Ensemble with(String uid, Map<String, Estimator<?>> members, TaskType task);

    public Map<String, Estimator<?>> members() {
        return Collections.unmodifiableMap(members);
    }

    public TaskType task() {
        return task;
    }

    @Override
    public String uid() {
        return uid;
    }

    public IntParam folds() {
        return folds;
    }

    public LongParam seed() {
        return seed;
    }

    @Override
    public EnsembleModel fit(Dataset<?> dataset) {
        var rows = dataset.toDF();
        try (CrossFitted outOfFold =
                CrossFitting.fit(members, task, rows, (int) getOrDefault(folds), (long) getOrDefault(seed))) {
            return joined(outOfFold, CrossFitting.refit(members, rows)).setParent(this);
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        StructType result = schema;
        for (Estimator<?> member : members.values()) {
            result = member.transformSchema(schema);
        }
        return result;
    }

    @Override
    public Estimator<EnsembleModel> copy(ParamMap extra) {
        Map<String, Estimator<?>> copies = new LinkedHashMap<>();
        members.forEach((name, member) -> copies.put(name, member.copy(extra)));
        return copyValues(with(uid, copies, task), extra);
    }

    @Override
    public MLWriter write() {
        return MemberFolders.writer(
                this, members, new ObjectMapper().createObjectNode().put("task", task.name()));
    }

    /** Loads what was saved; {@code empty} knows the kind of ensemble. */
    static final class Reader<T extends Ensemble> extends MLReader<T> {
        private final Class<T> kind;
        private final T empty;

        Reader(Class<T> kind, T empty) {
            this.kind = kind;
            this.empty = empty;
        }

        @Override
        public T load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), kind.getName());
            try {
                MemberFolders.Saved<Estimator<?>> saved = MemberFolders.load(path, sc());
                JsonNode details = saved.details();
                T loaded = kind.cast(empty.with(
                        metadata.uid(),
                        saved.members(),
                        TaskType.valueOf(details.get("task").asText())));
                metadata.getAndSetParams(loaded, scala.Option.empty());
                return loaded;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot load the ensemble of " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
