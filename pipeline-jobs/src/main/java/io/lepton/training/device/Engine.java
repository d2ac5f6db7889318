package io.lepton.training.device;

/** A library that can train on GPUs, if its build for CUDA is on the class path. */
public enum Engine {
    /** Only {@code xgboost4j-spark-gpu} brings an implementation of XGBoost's Spark plugin. */
    XGBOOST("XGBoost", "META-INF/services/ml.dmlc.xgboost4j.scala.spark.XGBoostPlugin"),
    /** Trains on ND4J's arrays; {@code nd4j-cuda} keeps them on the GPU. */
    DL4J("DL4J", "org/nd4j/linalg/jcublas/JCublasBackend.class");

    private final String label;
    private final String cudaResource;

    Engine(String label, String cudaResource) {
        this.label = label;
        this.cudaResource = cudaResource;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** Whether these classes can train on CUDA; loads nothing, for the native code of both is hundreds of megabytes. */
    public boolean hasCuda(ClassLoader classes) {
        return classes.getResource(cudaResource) != null;
    }
}
