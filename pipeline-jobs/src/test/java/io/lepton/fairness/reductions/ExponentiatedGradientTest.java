package io.lepton.fairness.reductions;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.reductions.game.TwentyRows;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LocalSpark.class)
class ExponentiatedGradientTest {

    /** Golden: Fairlearn's test of its own, see SaddlePointTest, which has more; here by Spark's least squares, whose intercept is the column of ones. */
    @ParameterizedTest
    @CsvSource({
        "DEMOGRAPHIC_PARITY, .05, .266522",
        "EQUALIZED_ODDS, .05, .378827",
    })
    void findsWhatFairlearnFinds(Moment moment, double bound, double error, SparkSession spark) {
        Dataset<Row> rows = twentyRows(spark);
        Pipeline leastSquares = new Pipeline().setStages(new PipelineStage[] {
            new LinearRegression().setSolver("normal").setWeightCol("weight").setPredictionCol("score"),
            new SQLTransformer().setStatement("SELECT *, CAST(score > 0.5 AS DOUBLE) AS prediction FROM __THIS__")
        });

        RandomizedModel model = new ExponentiatedGradient(leastSquares)
                .setConstraint(moment)
                .setBound(bound)
                .fit(rows);

        Row measured = model.transform(rows)
                .agg(avg(abs(col("label").minus(probability()))))
                .head();
        assertThat(model.summary().objective()).isCloseTo(error, within(1e-6));
        assertThat(model.summary().largestViolation()).isCloseTo(bound, within(1e-6));
        assertThat(measured.getDouble(0)).isCloseTo(error, within(1e-6));
    }

    @Test
    void keepsTheBoundOnTheTrainingRowsAndDecidesAsOftenAsTheProbabilitySays(SparkSession spark) {
        Dataset<Row> rows = BiasedRows.of(spark, 3000, 1).cache();
        double plain = oddsDifference(logistic().fit(rows).transform(rows), col("prediction"));

        RandomizedModel model =
                reduction().setConstraint(Moment.EQUALIZED_ODDS).setBound(.01).fit(rows);
        Dataset<Row> decided = model.transform(rows).cache();

        Row means = decided.agg(
                        sum(col("weight").multiply(abs(col("label").minus(probability()))))
                                .divide(sum("weight")),
                        avg(probability()),
                        avg("prediction"))
                .head();
        assertThat(plain).isGreaterThan(.15);
        assertThat(model.summary().gap()).isLessThan(model.summary().enough());
        assertThat(model.summary().largestViolation()).isLessThan(.01 + .001);
        assertThat(oddsDifference(decided, probability())).isLessThan(2 * .011);
        assertThat(oddsDifference(decided, col("prediction"))).isLessThan(.06);
        assertThat(means.getDouble(0)).isCloseTo(model.summary().objective(), within(1e-9));
        assertThat(means.getDouble(2)).isCloseTo(means.getDouble(1), within(.02));
        assertThat(model.weights().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(decided.columns())
                .containsExactly(
                        "the.key",
                        "features",
                        "label",
                        "amount",
                        "the group",
                        "weight",
                        "rawPrediction",
                        "probability",
                        "prediction");
        assertThat(reduction().transformSchema(rows.schema()).fieldNames()).containsExactly(decided.columns());
    }

    @Test
    void decidesTheSameOfARowHoweverItIsStoredAndAfterLoading(SparkSession spark, @TempDir Path folder)
            throws Exception {
        Dataset<Row> rows = BiasedRows.of(spark, 800, 2).cache();
        UDF1<Vector, Vector> compress = v -> Vectors.dense(v.toArray()).toSparse();
        Dataset<Row> scored = rows.drop("the group", "label", "weight");
        Dataset<Row> sparse = scored.repartition(3)
                .withColumn("features", udf(compress, SQLDataTypes.VectorType()).apply(col("features")));

        RandomizedModel model = reduction()
                .setConstraint(Moment.DEMOGRAPHIC_PARITY)
                .setMaxRounds(6)
                .fit(rows);
        model.save(folder.resolve("model").toString());
        RandomizedModel loaded = RandomizedModel.load(folder.resolve("model").toString());

        List<String> expected = decisions(model, scored);
        assertThat(decisions(model, sparse)).isEqualTo(expected);
        assertThat(decisions(loaded, scored)).isEqualTo(expected);
        assertThat(decisions(model.copy(ParamMap.empty()), scored)).isEqualTo(expected);
        assertThat(decisions(model.copy(ParamMap.empty()).setSeed(7), scored)).isNotEqualTo(expected);
        assertThat(decisions(model.copy(ParamMap.empty()).setKeyCols("the.key"), scored))
                .isNotEqualTo(expected)
                .isEqualTo(decisions(model.copy(ParamMap.empty()).setKeyCols("the.key"), sparse));
        assertThat(loaded.summary()).isEqualTo(model.summary());
        assertThat(loaded.weights()).isEqualTo(model.weights());
        assertThat(loaded.uid()).isEqualTo(model.uid());
        assertThat(model.copy(ParamMap.empty())
                        .setDecision("deterministic")
                        .transform(scored)
                        .where(col("prediction").notEqual(probability().geq(.5).cast("double")))
                        .count())
                .isZero();
    }

    @Test
    void isThePlainModelWhereTheBoundIsOutOfReach(SparkSession spark) {
        Dataset<Row> rows = BiasedRows.of(spark, 600, 3).cache();

        RandomizedModel model =
                reduction().setConstraint(Moment.DEMOGRAPHIC_PARITY).setBound(1).fit(rows);

        assertThat(model.weights()).containsExactly(1.0);
        assertThat(predictions(model.transform(rows)))
                .isEqualTo(predictions(logistic().fit(rows).transform(rows)));
    }

    @Test
    void boundsTheLossOfTheGroupThatIsPredictedWorst(SparkSession spark) {
        Dataset<Row> rows =
                BiasedRows.of(spark, 1500, 4).drop("weight", "label").cache();
        LinearRegression learner = new LinearRegression()
                .setLabelCol("amount")
                .setWeightCol("weight")
                .setMaxIter(10);
        // Without the group among the features, one line has to serve both.
        UDF1<Vector, Vector> blind = v -> Vectors.dense(v.apply(0), v.apply(1));
        Dataset<Row> blinded = rows.withColumn(
                "features", udf(blind, SQLDataTypes.VectorType()).apply(col("features")));
        double plain =
                largestLoss(learner.fit(blinded.withColumn("weight", lit(1.0))).transform(blinded));
        double bound = .9 * plain;

        RandomizedModel model = new ExponentiatedGradient(learner)
                .setConstraint(Moment.BOUNDED_SQUARE_LOSS)
                .setGroupCol("the group")
                .setLabelCol("amount")
                .setBound(bound)
                .setMultiplierLimit(20)
                .fit(blinded);
        Dataset<Row> drawn = model.transform(blinded);

        assertThat(model.summary().largestViolation()).isLessThan(bound * 1.02);
        assertThat(largestLoss(drawn)).isLessThan(.97 * plain);
        assertThat(drawn.columns()).doesNotContain("probability").contains("prediction");
        // By Jensen's inequality a mixture's mean has no more square loss than the mixture.
        assertThat(largestLoss(model.setDecision("deterministic").transform(blinded)))
                .isLessThanOrEqualTo(model.summary().largestViolation() + 1e-9);
    }

    @Test
    void composesInAPipelineAndIsTheSameEstimatorAfterLoading(SparkSession spark, @TempDir Path folder)
            throws Exception {
        Dataset<Row> rows = BiasedRows.of(spark, 300, 5).cache();
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new SQLTransformer().setStatement("SELECT * FROM __THIS__"),
            reduction()
                    .setConstraint(Moment.TRUE_POSITIVE_RATE_PARITY)
                    .setMaxRounds(3)
                    .setDecision("deterministic")
        });
        String path = folder.resolve("pipeline").toString();
        pipeline.save(path);

        PipelineModel model = pipeline.fit(rows);
        PipelineModel again = Pipeline.load(path).fit(rows);
        model.save(folder.resolve("fitted").toString());

        List<Row> expected = predictions(model.transform(rows));
        assertThat(predictions(again.transform(rows))).isEqualTo(expected);
        assertThat(predictions(
                        PipelineModel.load(folder.resolve("fitted").toString()).transform(rows)))
                .isEqualTo(expected);
        ExponentiatedGradient loaded =
                (ExponentiatedGradient) Pipeline.load(path).getStages()[1];
        assertThat(loaded.explainParams().replaceAll("String;@\\w+", ""))
                .isEqualTo(pipeline.getStages()[1].explainParams().replaceAll("String;@\\w+", ""))
                .contains("constraint: what is to be alike")
                .contains("current: true_positive_rate_parity");
        assertThat(loaded.copy(ParamMap.empty()).uid()).isEqualTo(loaded.uid());
    }

    @Test
    void aMissingGroupIsAGroupAndRowsThatAllWantOneLabelMakeAConstant(SparkSession spark) {
        Dataset<Row> rows = BiasedRows.of(spark, 200, 6)
                .withColumn("the group", expr("if(`the.key` like '%3', null, `the group`)"))
                .withColumn("label", lit(1.0));

        RandomizedModel model =
                reduction().setConstraint(Moment.DEMOGRAPHIC_PARITY).fit(rows);

        assertThat(model.summary().violations())
                .containsKeys("(missing), above", "f, above", "m, below")
                .hasSize(6);
        assertThat(model.models()).hasSize(1).allSatisfy(one -> assertThat(one).isInstanceOf(ConstantModel.class));
        assertThat(model.summary().objective()).isZero();
    }

    @Test
    void saysWhatCannotBeFittedFairly(SparkSession spark) {
        Dataset<Row> rows = BiasedRows.of(spark, 60, 7);
        int cached = spark.sparkContext().getPersistentRDDs().size();

        refuses(reduction().setGroupCol("sex"), rows, "there is no column 'sex'. Columns: the.key, features");
        refuses(
                reduction(),
                rows.withColumn("label", expr("label + 1")),
                "holds 2.0, and equalized_odds is about labels 0 and 1");
        refuses(reduction(), rows.withColumn("label", expr("if(label = 1, null, label)")), "have no label");
        refuses(reduction(), rows.where("`the group` = 'f'"), "the rows are of 1 group(s), [f]");
        refuses(reduction(), rows.limit(0), "there are no rows");
        refuses(reduction(), rows.withColumn("weight", lit(-1.0)), "Weights are 0 or more");
        refuses(reduction(), rows.withColumn("weight", lit(0.0)), "the weights of all rows add up to 0.0");
        refuses(reduction(), rows.withColumn("prediction", lit(1)), "column 'prediction' exists already");
        refuses(
                reduction().setGroupCol("label").setLabelCol("the group"),
                rows,
                "column 'the group' is string and must be a number");
        refuses(
                new ExponentiatedGradient(new LogisticRegression()).setGroupCol("the group"),
                rows,
                "Call setWeightCol(\"weight\") on the learner");
        refuses(
                new ExponentiatedGradient(new LinearRegression().setWeightCol("weight")).setGroupCol("the group"),
                rows,
                "predicts other values than 0 and 1");
        refuses(
                reduction().setGroupCol("the.key"),
                BiasedRows.of(spark, 500, 8),
                "column 'the.key' holds more than 200 values");
        refuses(
                new ExponentiatedGradient(
                                new LinearRegression().setWeightCol("weight").setLabelCol("amount"))
                        .setConstraint(Moment.BOUNDED_ABSOLUTE_LOSS)
                        .setGroupCol("the group")
                        .setLabelCol("amount"),
                rows.withColumn("amount", lit(1e300).multiply(col("amount"))),
                "predicts numbers that aren't finite");
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(cached);
        assertThatThrownBy(() -> reduction().setBound(0)).hasMessageContaining("bound given invalid value 0.0");
    }

    private static void refuses(ExponentiatedGradient reduction, Dataset<Row> rows, String message) {
        assertThatThrownBy(() -> reduction.fit(rows))
                .isInstanceOf(LeptonException.class)
                .hasMessageStartingWith("Cannot ")
                .hasMessageContaining(message);
    }

    static LogisticRegression logistic() {
        return new LogisticRegression().setWeightCol("weight").setMaxIter(25).setTol(1e-3);
    }

    private static ExponentiatedGradient reduction() {
        return new ExponentiatedGradient(logistic()).setGroupCol("the group");
    }

    private static Column probability() {
        return functions.vector_to_array(col("probability"), "float64").getItem(1);
    }

    private static double oddsDifference(Dataset<Row> rows, Column decision) {
        return rows.groupBy("label")
                .agg(abs(sum(expr("if(`the group` = 'm', weight, 0)").multiply(decision))
                                .divide(sum(expr("if(`the group` = 'm', weight, 0)")))
                                .minus(sum(expr("if(`the group` = 'f', weight, 0)")
                                                .multiply(decision))
                                        .divide(sum(expr("if(`the group` = 'f', weight, 0)")))))
                        .as("difference"))
                .agg(max("difference"))
                .head()
                .getDouble(0);
    }

    private static double largestLoss(Dataset<Row> rows) {
        return rows.groupBy("the group")
                .agg(avg(expr("(amount - prediction) * (amount - prediction)")).as("loss"))
                .agg(max("loss"))
                .head()
                .getDouble(0);
    }

    private static List<String> decisions(RandomizedModel model, Dataset<Row> rows) {
        return model
                .transform(rows)
                .orderBy("`the.key`")
                .select("`the.key`", "probability", "prediction")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    private static List<Row> predictions(Dataset<Row> rows) {
        return rows.orderBy("`the.key`").select("`the.key`", "prediction").collectAsList();
    }

    private static Dataset<Row> twentyRows(SparkSession spark) {
        TwentyRows rows = new TwentyRows(false);
        List<Row> data = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            data.add(RowFactory.create(
                    Vectors.dense(Arrays.copyOf(rows.features(row), 2)), rows.label(row), rows.group(row)));
        }
        return spark.createDataFrame(
                        data,
                        new StructType()
                                .add("features", SQLDataTypes.VectorType())
                                .add("label", DataTypes.IntegerType)
                                .add("group", DataTypes.StringType))
                .coalesce(1);
    }
}
