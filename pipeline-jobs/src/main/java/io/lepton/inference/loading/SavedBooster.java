package io.lepton.inference.loading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lepton.error.LeptonException;
import io.lepton.inference.Link;
import io.lepton.inference.ranks.CategoryReading;
import io.lepton.inference.trees.Precision;
import io.lepton.inference.trees.TreeEnsembleBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is read of a model that XGBoost saved as JSON. */
final class SavedBooster {
    private final List<SavedTree> trees = new ArrayList<>();
    private double[] treeInfo = {};
    /** Empty where no tree was ever dropped. */
    private double[] treeWeights = {};

    private String kind = "";
    private String objective = "";
    private double[] baseScore = {0.5};
    private int features;
    private int classes;
    private int targets = 1;

    static SavedBooster of(JsonParser parser) throws IOException {
        SavedBooster booster = new SavedBooster();
        parser.nextToken();
        booster.readObject(parser, "");
        return booster;
    }

    /** Reads the object that the parser is at; names are kept with the name of the object they are in. */
    private void readObject(JsonParser parser, String object) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.getCurrentName();
            JsonToken value = parser.nextToken();
            switch (object + "." + name) {
                case "learner_model_param.base_score" -> baseScore = numbers(parser.getText());
                case "learner_model_param.num_class" -> classes = Integer.parseInt(parser.getText());
                case "learner_model_param.num_feature" -> features = Integer.parseInt(parser.getText());
                case "learner_model_param.num_target" -> targets = Integer.parseInt(parser.getText());
                case "objective.name" -> objective = parser.getText();
                case "gradient_booster.name" -> kind = parser.getText();
                case "model.tree_info" -> treeInfo = numbers(parser);
                case "model.weight_drop" -> treeWeights = numbers(parser);
                case "model.trees" -> readTrees(parser);
                default -> {
                    if (value == JsonToken.START_OBJECT && !name.equals("cats")) {
                        readObject(parser, name);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }
    }

    private void readTrees(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            trees.add(SavedTree.of(parser));
        }
    }

    /** One number or, since XGBoost 3.1, several in brackets. */
    private static double[] numbers(String text) {
        return Arrays.stream(text.replaceAll("[\\[\\]]", "").split(","))
                .mapToDouble(Float::parseFloat)
                .toArray();
    }

    /** The array that the parser is at; each fraction as the nearest single, which reading a double first might miss. */
    static double[] numbers(JsonParser parser) throws IOException {
        double[] numbers = new double[64];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = switch (parser.currentToken()) {
                case VALUE_TRUE -> 1;
                case VALUE_FALSE -> 0;
                case VALUE_NUMBER_INT -> parser.getLongValue();
                default -> Float.parseFloat(parser.getText());
            };
        }
        return Arrays.copyOf(numbers, count);
    }

    TreeEnsembleBuilder builder() {
        if (!kind.equals("gbtree")) {
            throw LeptonException.configuration("Cannot score an XGBoost model of booster '" + kind
                    + "': only 'gbtree' is a sum of trees. Train it with that; rate_drop drops trees from it as"
                    + " 'dart' did.");
        }
        Link link = link();
        int outputs = Math.max(Math.max(classes, targets), 1);
        double[] base = new double[outputs];
        for (int output = 0; output < outputs; output++) {
            base[output] = margin(baseScore[baseScore.length == outputs ? output : 0]);
        }
        TreeEnsembleBuilder builder = new TreeEnsembleBuilder(features, Precision.SINGLE, CategoryReading.TRUNCATED)
                .base(base)
                .link(link);
        for (int tree = 0; tree < trees.size(); tree++) {
            float weight = treeWeights.length == 0 ? 1 : (float) treeWeights[tree];
            builder.add(trees.get(tree).root(weight), (int) treeInfo[tree]);
        }
        return builder;
    }

    private Link link() {
        return switch (objective) {
            case "binary:logistic", "reg:logistic" -> Link.LOGISTIC;
            case "multi:softprob", "multi:softmax" -> Link.SOFTMAX;
            case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox" -> Link.EXPONENTIAL;
            case "binary:logitraw",
                    "reg:squarederror",
                    "reg:squaredlogerror",
                    "reg:pseudohubererror",
                    "reg:absoluteerror",
                    "reg:quantileerror",
                    "rank:pairwise",
                    "rank:ndcg" -> Link.IDENTITY;
            default -> throw LeptonException.configuration("Cannot score an XGBoost model of objective '" + objective
                    + "': what it predicts is not known here. Train it with binary:logistic, multi:softprob or"
                    + " reg:squarederror.");
        };
    }

    /** The base score is saved as a prediction; sums begin with its inverse. */
    private double margin(double prediction) {
        return switch (link()) {
            case LOGISTIC -> (float) -Math.log(1 / (float) prediction - 1);
            case EXPONENTIAL -> (float) Math.log(prediction);
            default -> prediction;
        };
    }
}
