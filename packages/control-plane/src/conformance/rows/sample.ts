/** An object, and what is patched into it before it is shown: the cells of its row are compared. */
export interface RowSample {
  title: string;
  groupVersion: string;
  plural: string;
  /** Whether it lies in no namespace. */
  isOfCluster?: boolean;
  sent: { metadata?: object; [member: string]: unknown };
  /** Merged into its status. */
  status?: object;
  /** Subresource that takes the status when that is not `status`. */
  through?: string;
  /** Whether a deletion is under way when it is shown. */
  isDeleted?: boolean;
}

type More = Partial<Pick<RowSample, "status" | "isDeleted" | "through">>;

/** Samples of a resource in namespaces: a title and an object each. */
export const samplesOf =
  (groupVersion: string, plural: string, isOfCluster = false) =>
  (title: string, sent: RowSample["sent"], more: More = {}): RowSample => ({
    title: `${plural}: ${title}`,
    groupVersion,
    plural,
    ...(isOfCluster ? { isOfCluster } : {}),
    sent,
    ...more,
  });
