package io.lepton.fairness.boosting;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.reductions.BiasedRows;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class FairXgBoostTest {

    @Test
    void withoutPenaltyTheScoresAreThoseOfPlainXgboost(SparkSession spark) {
        Dataset<Row> rows = BiasedRows.of(spark, 1000, 1).coalesce(1).cache();
        Row means = rows.selectExpr("sum(weight * label) / sum(weight)").head();
        XGBoostClassifier plain = xgboost(1);
        plain.set(plain.getParam("base_score"), means.getDouble(0));
        plain.set(plain.getParam("missing"), Float.NaN);

        FairXgBoostModel fair = fair(1, 0).fit(rows);

        Dataset<Row> expected = ((XGBoostClassificationModel) plain.fit(rows))
                .transform(rows)
                .select(
                        col("`the.key`").as("key"),
                        vector_to_array(col("probability"), "float64")
                                .getItem(1)
                                .as("expected"));
        Dataset<Row> joined = fair.transform(rows).join(expected, col("key").equalTo(col("`the.key`")));
        assertThat(joined.agg(max(abs(col("expected")
                                .minus(vector_to_array(col("probability"), "float64")
                                        .getItem(1)))))
                        .head()
                        .getDouble(0))
                .isLessThan(1e-5);
        assertThat(joined.count()).isEqualTo(1000);
    }

    @Test
    void theMoreItCostsTheLessSelectionRatesDiffer(SparkSession spark) {
        Dataset<Row> rows = BiasedRows.of(spark, 3000, 2).cache();
        Dataset<Row> unseen = BiasedRows.of(spark, 3000, 3).cache();
        double before = 1;
        double plain = 0;
        for (double penalty : new double[] {0, 1, 5, 20}) {
            Dataset<Row> scored = fair(1, penalty).fit(rows).transform(unseen).cache();
            double difference = parityDifference(scored);
            double right = scored.where("label = prediction").count() / 3000.0;
            plain = penalty == 0 ? difference : plain;

            assertThat(difference).as("penalty " + penalty).isLessThan(before);
            assertThat(right).as("penalty " + penalty).isGreaterThan(.74);
            before = difference;
        }
        assertThat(plain).isGreaterThan(.3);
        assertThat(before).isLessThan(plain / 4);
    }

    @Test
    void twoWorkersPenalizeWhatTheyHaveTogether(SparkSession spark) {
        // Sorted, so that each worker has rows of one group alone: a covariance of its own rows would be nil.
        Dataset<Row> rows = BiasedRows.of(spark, 2000, 4)
                .repartitionByRange(2, col("the group"))
                .cache();
        Dataset<Row> unseen = BiasedRows.of(spark, 2000, 5).cache();

        double plain = parityDifference(fair(2, 0).fit(rows).transform(unseen));
        double together = parityDifference(fair(2, 20).fit(rows).transform(unseen));
        double alone = parityDifference(fair(1, 20).fit(rows).transform(unseen));

        assertThat(together).isLessThan(plain / 2).isCloseTo(alone, within(.04));
    }

    @Test
    void predictsTheSameOfSparseRowsAndAfterLoading(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = BiasedRows.of(spark, 400, 6).cache();
        UDF1<Vector, Vector> compress = v -> Vectors.dense(v.toArray()).toSparse();
        Dataset<Row> scored = rows.drop("the group");
        Dataset<Row> sparse = scored.withColumn(
                "features", udf(compress, SQLDataTypes.VectorType()).apply(col("features")));
        fair(1, 50).save(folder.resolve("estimator").toString());
        FairXgBoost estimator = FairXgBoost.load(folder.resolve("estimator").toString());

        FairXgBoostModel model = estimator.fit(rows);
        model.save(folder.resolve("model").toString());
        FairXgBoostModel loaded = FairXgBoostModel.load(folder.resolve("model").toString());

        List<Row> expected = predictions(model, scored);
        assertThat(predictions(fair(1, 50).fit(rows), scored)).isEqualTo(expected);
        assertThat(predictions(loaded, scored)).isEqualTo(expected);
        assertThat(predictions(model, sparse)).isEqualTo(expected);
        assertThat(predictions(model.copy(ParamMap.empty()), scored)).isEqualTo(expected);
        assertThat(estimator.transformSchema(rows.schema()).fieldNames())
                .containsExactly(model.transform(rows).columns());
        assertThat(estimator.explainParams()).contains("penalty: lambda").contains("current: the group");
    }

    @Test
    void saysWhatCannotBeBoostedFairly(SparkSession spark) {
        Dataset<Row> rows = BiasedRows.of(spark, 60, 7);

        refuses(rows.drop("the group"), "there is no column 'the group'");
        refuses(rows.withColumn("label", expr("label * 2")), "holds 2.0 in");
        refuses(rows.withColumn("label", expr("if(label = 1, null, label)")), "holds null in");
        refuses(rows.withColumn("label", lit(1.0)), "Both labels are needed");
        refuses(rows.where("`the group` = 'm'"), "holds no two values: [m]");
        refuses(rows.withColumn("features", lit(1.0)), "is double and must be a vector");
        refuses(BiasedRows.of(spark, 500, 8).withColumn("the group", col("`the.key`")), "holds more than 200 values");
        assertThatThrownBy(() -> fair(1, -1)).hasMessageContaining("penalty given invalid value -1.0");
    }

    private static void refuses(Dataset<Row> rows, String message) {
        assertThatThrownBy(() -> fair(1, 50).fit(rows))
                .isInstanceOf(LeptonException.class)
                .hasMessageStartingWith("Cannot boost fairly: ")
                .hasMessageContaining(message);
    }

    private static XGBoostClassifier xgboost(int workers) {
        XGBoostClassifier xgboost = new XGBoostClassifier();
        Map.<String, Object>of(
                        "weightCol",
                        "weight",
                        "max_depth",
                        3,
                        "eta",
                        0.2,
                        "numRound",
                        40,
                        "numWorkers",
                        workers,
                        "nthread",
                        1,
                        "tree_method",
                        "hist",
                        "verbosity",
                        0,
                        "forceRepartition",
                        true)
                .forEach((name, value) -> xgboost.set(xgboost.getParam(name), value));
        xgboost.setRabitTrackerHostIp("127.0.0.1");
        return xgboost;
    }

    private static FairXgBoost fair(int workers, double penalty) {
        return new FairXgBoost(xgboost(workers)).setGroupCol("the group").setPenalty(penalty);
    }

    private static double parityDifference(Dataset<Row> scored) {
        return Math.abs(scored.selectExpr(
                        "avg(if(`the group` = 'm', prediction, null)) - avg(if(`the group` = 'f', prediction, null))")
                .head()
                .getDouble(0));
    }

    private static List<Row> predictions(FairXgBoostModel model, Dataset<Row> rows) {
        return model.transform(rows)
                .orderBy("`the.key`")
                .select("`the.key`", "probability", "prediction")
                .collectAsList();
    }
}
