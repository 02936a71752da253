// Apollo Gateway looks for the metadata server of a cloud provider when it is imported. Import this module first to prevent it.
process.env.METADATA_SERVER_DETECTION = "none";
