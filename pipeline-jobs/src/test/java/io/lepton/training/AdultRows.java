package io.lepton.training;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** UCI Adult as training rows: numbers as they are, words one-hot; part 0 of 0 to 3 is for testing. */
public final class AdultRows {
    private static final List<String> WORDS =
            List.of("workclass", "marital-status", "occupation", "relationship", "race", "sex", "native-country");
    private static final List<String> NUMBERS =
            List.of("age", "education-num", "capital-gain", "capital-loss", "hours-per-week");

    private AdultRows() {}

    public static Dataset<Row> of(SparkSession spark) {
        Dataset<Row> raw = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv("../deploy/data/adult/adult.csv.gz")
                .withColumn("label", functions.expr("cast(`income-per-year` = '>50K' as double)"))
                .withColumn("weight", functions.lit(1.0));
        String[] words = WORDS.toArray(String[]::new);
        String[] indices = WORDS.stream().map(word -> word + "_index").toArray(String[]::new);
        String[] hot = WORDS.stream().map(word -> word + "_hot").toArray(String[]::new);
        List<String> inputs = new ArrayList<>(NUMBERS);
        inputs.addAll(List.of(hot));
        Pipeline encoding = new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCols(words).setOutputCols(indices),
            new OneHotEncoder().setInputCols(indices).setOutputCols(hot),
            new VectorAssembler().setInputCols(inputs.toArray(String[]::new)).setOutputCol("features")
        });
        return encoding.fit(raw)
                .transform(raw)
                .select(
                        functions.monotonically_increasing_id().as("row_id"),
                        functions.col("features"),
                        functions.col("label"),
                        functions.col("weight"))
                .withColumn("part", functions.expr("pmod(hash(row_id), 4)"))
                .repartition(2);
    }
}
