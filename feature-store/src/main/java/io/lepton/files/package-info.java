/** Hadoop's file system of this machine, without the processes that it starts. */
package io.lepton.files;
