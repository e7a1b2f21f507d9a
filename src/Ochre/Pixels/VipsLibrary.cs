using System.Reflection;
using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>The functions of libvips and GObject that Ochre calls: none of them variadic, so that every platform calls them alike.</summary>
/// <remarks>Sources: libvips' "How to write bindings"; GObject reference, "Generic values".</remarks>
internal static unsafe partial class VipsLibrary
{
    private const string Vips = "vips";
    private const string GObject = "gobject";

    static VipsLibrary() => NativeLibrary.SetDllImportResolver(typeof(VipsLibrary).Assembly, Resolve);

    /// <summary>GObject's container for one value of any type.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct GValue
    {
        public nuint Type;
        public long First;
        public long Second;
    }

    /// <summary>G_TYPE_DOUBLE: glib/gobject/gtype.h.</summary>
    internal const nuint DoubleType = 15 << 2;

    [LibraryImport(Vips, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Init(string program);

    [LibraryImport(Vips, EntryPoint = "vips_version")]
    internal static partial int Version(int part);

    [LibraryImport(Vips, EntryPoint = "vips_concurrency_set")]
    internal static partial void SetConcurrency(int threads);

    [LibraryImport(Vips, EntryPoint = "vips_cache_set_max")]
    internal static partial void SetCacheMax(int operations);

    [LibraryImport(Vips, EntryPoint = "vips_block_untrusted_set")]
    internal static partial void BlockUntrusted(int state);

    [LibraryImport(Vips, EntryPoint = "vips_thread_shutdown")]
    internal static partial void ShutThreadDown();

    [LibraryImport(Vips, EntryPoint = "vips_error_buffer_copy")]
    internal static partial nint TakeErrors();

    [LibraryImport(Vips, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewOperation(string name);

    [LibraryImport(Vips, EntryPoint = "vips_object_set_argument_from_string", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetArgument(nint operation, string name, string value);

    [LibraryImport(Vips, EntryPoint = "vips_cache_operation_build")]
    internal static partial nint Build(nint operation);

    [LibraryImport(Vips, EntryPoint = "vips_object_unref_outputs")]
    internal static partial void ReleaseOutputs(nint operation);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_type")]
    internal static partial nuint ImageType();

    [LibraryImport(Vips, EntryPoint = "vips_blob_get_type")]
    internal static partial nuint BlobType();

    [LibraryImport(Vips, EntryPoint = "vips_value_set_blob")]
    internal static partial void SetBlob(ref GValue value, nint free, void* data, nuint length);

    [LibraryImport(Vips, EntryPoint = "vips_blob_get")]
    internal static partial byte* BlobBytes(nint blob, out nuint length);

    [LibraryImport(Vips, EntryPoint = "vips_area_unref")]
    internal static partial void ReleaseBlob(nint blob);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_width")]
    internal static partial int Width(VipsImage image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_height")]
    internal static partial int Height(VipsImage image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_bands")]
    internal static partial int Bands(VipsImage image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_interpretation")]
    internal static partial int Interpretation(VipsImage image);

    [LibraryImport(Vips, EntryPoint = "vips_image_hasalpha")]
    internal static partial int HasAlpha(VipsImage image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_fields")]
    internal static partial nint* Fields(VipsImage image);

    [LibraryImport(Vips, EntryPoint = "vips_image_get_typeof", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nuint TypeOfField(VipsImage image, string name);

    [LibraryImport(Vips, EntryPoint = "vips_image_remove")]
    internal static partial int RemoveField(VipsImage image, nint name);

    [LibraryImport(Vips, EntryPoint = "vips_image_copy_memory")]
    internal static partial nint CopyToMemory(VipsImage image);

    [LibraryImport(Vips, EntryPoint = "vips_image_set_kill")]
    internal static partial void SetKill(VipsImage image, int kill);

    // By its address: within a signal of its own there is no handle to it.
    [LibraryImport(Vips, EntryPoint = "vips_image_set_kill")]
    internal static partial void SetKillOf(nint image, int kill);

    [LibraryImport(Vips, EntryPoint = "vips_image_set_progress")]
    internal static partial void SetProgress(VipsImage image, int progress);

    [LibraryImport(GObject, EntryPoint = "g_signal_connect_data", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nuint Connect(
        VipsImage image, string signal, delegate* unmanaged[Cdecl]<nint, nint, nint, void> handler, nint data, nint release, int flags);

    [LibraryImport(GObject, EntryPoint = "g_signal_handler_disconnect")]
    internal static partial void Disconnect(VipsImage image, nuint handler);

    [LibraryImport(GObject, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProperty(nint instance, string name, ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void GetProperty(nint instance, string name, ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_object_unref")]
    internal static partial void Release(nint instance);

    [LibraryImport(GObject, EntryPoint = "g_value_init")]
    internal static partial nint InitValue(ref GValue value, nuint type);

    [LibraryImport(GObject, EntryPoint = "g_value_unset")]
    internal static partial void UnsetValue(ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_value_set_object")]
    internal static partial void SetObject(ref GValue value, VipsImage image);

    [LibraryImport(GObject, EntryPoint = "g_value_dup_object")]
    internal static partial nint TakeObject(ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_value_dup_boxed")]
    internal static partial nint TakeBoxed(ref GValue value);

    [LibraryImport(GObject, EntryPoint = "g_value_get_double")]
    internal static partial double TakeDouble(ref GValue value);

    [LibraryImport(GLib, EntryPoint = "g_free")]
    internal static partial void Free(nint memory);

    [LibraryImport(GLib, EntryPoint = "g_strfreev")]
    internal static partial void FreeStrings(nint* strings);

    [LibraryImport(GLib, EntryPoint = "g_log_set_handler", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint SetLogHandler(string domain, int levels, delegate* unmanaged[Cdecl]<nint, int, nint, nint, void> handler, nint data);

    private const string GLib = "glib";

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Vips => VipsFiles.Vips,
        // Elsewhere a library's symbols include those of what it is linked with.
        GObject => OperatingSystem.IsWindows() ? VipsFiles.Beside("libgobject-2.0-0.dll") : VipsFiles.Vips,
        GLib => OperatingSystem.IsWindows() ? VipsFiles.Beside("libglib-2.0-0.dll") : VipsFiles.Vips,
        _ => 0,
    };
}
