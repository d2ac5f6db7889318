package io.lepton.fairness.postprocessing;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.postprocessing.scores.MonotoneMap;
import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Maps scores so that at every threshold, and so in every ranking that is cut anywhere, all groups have the same true positive rate: with
 * F⁺ the distribution function of the positives' scores in a group and Q⁺ the quantiles of all positives together,
 *
 * <pre>score ↦ Q⁺(F⁺(score))</pre>
 *
 * (Nandy, DiCiccio, Venugopalan, Logan, Basu and El Karoui, 2022, "Achieving fairness via post-processing in web-scale recommender
 * systems"). Within a group nobody changes places. A threshold that stands for one true positive rate before stands for about the same
 * after, and the scale stays. Rates differ by at most two steps of {@code numQuantiles}, the weight of one score that many share, and
 * what the
 * rows are a sample of.
 */
public final class EqualOpportunityScoreTransform
        extends ScoreEstimator<EqualOpportunityScoreTransform, EqualOpportunityScoreModel>
        implements ScoreParams<EqualOpportunityScoreTransform> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Param<String> outputCol;
    private final IntParam numQuantiles;

    public EqualOpportunityScoreTransform() {
        this(Identifiable$.MODULE$.randomUID("equalOpportunityScoreTransform"));
    }

    /** Made by Spark when it loads a saved stage. */
    public EqualOpportunityScoreTransform(String uid) {
        super(uid);
        this.outputCol = new Param<>(this, "outputCol", "column of mapped scores to add");
        this.numQuantiles =
                new IntParam(this, "numQuantiles", "points of a distribution that are kept", ParamValidators.gtEq(2));
        setDefault(outputCol, "fairScore");
        setDefault(numQuantiles, 1000);
    }

    public static MLReader<EqualOpportunityScoreTransform> read() {
        return new DefaultParamsReader<>();
    }

    public static EqualOpportunityScoreTransform load(String path) {
        return read().load(path);
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    public IntParam numQuantiles() {
        return numQuantiles;
    }

    public EqualOpportunityScoreTransform setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    /** @param value at least 2 */
    public EqualOpportunityScoreTransform setNumQuantiles(int value) {
        set(numQuantiles, value);
        return this;
    }

    /** @throws LeptonException data, where a group has no positive; and as all repairs of scores do */
    @Override
    public EqualOpportunityScoreModel fit(Dataset<?> dataset) {
        SortedMap<String, ScoreTable> scores = scores(dataset);
        scores.forEach((group, table) -> {
            if (table.allPositives() == 0) {
                throw LeptonException.data(
                        "Cannot make true positive rates alike: group '" + group
                                + "' has no positive label. Gather more of its rows, join it with another group, or leave it out.");
            }
        });
        List<EqualOpportunityScoreModel.GroupMap> maps = new ArrayList<>();
        MonotoneMap.toCommonPositives(scores, (int) getOrDefault(numQuantiles))
                .forEach((group, map) -> maps.add(new EqualOpportunityScoreModel.GroupMap(group, map)));
        return fitted(new EqualOpportunityScoreModel(uid(), new EqualOpportunityScoreModel.Table(maps)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireScores(schema);
        return Cells.adding(schema, getOrDefault(outputCol), DataTypes.DoubleType, "outputCol");
    }
}
