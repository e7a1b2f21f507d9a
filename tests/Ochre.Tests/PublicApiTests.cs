using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Ochre.Emulator;

namespace Ochre.Tests;

/// <summary>Everything that users of the package can name, in a file: a change of it is seen when it is made. OCHRE_ACCEPT=1 writes it.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData(typeof(OchreClient), "Ochre.txt")]
    [InlineData(typeof(BedrockEmulator), "Ochre.Emulator.txt")]
    public void The_public_API_is_the_one_that_was_accepted(Type any, string file)
    {
        var path = Path.Combine(Folder(), file);
        var api = Describe(any.Assembly);
        if (Environment.GetEnvironmentVariable("OCHRE_ACCEPT") == "1")
            File.WriteAllText(path, api);

        Assert.True(File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == api,
            $"The public API is not that of tests/Ochre.Tests/PublicApi/{file}. If it is meant to change, run OCHRE_ACCEPT=1 ./test unit, look at the difference, and tell users in CHANGELOG.md.");
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type));
            List<Type> over = [.. (type.BaseType is { } parent && !type.IsValueType && parent != typeof(object) && !typeof(Delegate).IsAssignableFrom(type) ? [parent] : Type.EmptyTypes), .. type.GetInterfaces().Where(own => own.IsVisible)];
            if (over.Count > 0 && !type.IsEnum)
                text.Append(" : ").AppendJoin(", ", over.Select(Name).Order(StringComparer.Ordinal));
            text.Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(Declared).Where(member => member.GetCustomAttribute<CompilerGeneratedAttribute>() is null))
        {
            var line = member switch
            {
                ConstructorInfo made when IsSeen(made) => $"{Name(type)}({Parameters(made)})",
                FieldInfo field when (field.IsPublic || field.IsFamily) && !field.IsSpecialName =>
                    $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}",
                PropertyInfo property when property.GetAccessors(nonPublic: true).Where(IsSeen).ToList() is { Count: > 0 } seen =>
                    $"{Prefix(seen[0])}{Name(property.PropertyType)} {property.Name}{(property.GetIndexParameters() is { Length: > 0 } index ? $"[{Parameters(index)}]" : "")} {{ {string.Join(' ', seen.Select(Accessor).Order())} }}",
                EventInfo happening when IsSeen(happening.AddMethod!) => $"event {Name(happening.EventHandlerType!)} {happening.Name}",
                MethodInfo method when IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
                    $"{Prefix(method)}{Name(method.ReturnType)} {method.Name}{(method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "")}({Parameters(method)})",
                _ => null,
            };
            if (line is not null)
                yield return line;
        }
    }

    private static string Accessor(MethodInfo accessor) => accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? "get;"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;";

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Prefix(MethodInfo method) => method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "";

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return $"ref {Name(type.GetElementType()!)}";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return $"{Name(inner)}?";
        var name = type.IsGenericParameter ? type.Name : type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    private static string Folder()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Ochre.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("These tests stand in no source tree.");
        return Path.Combine(root, "tests", "Ochre.Tests", "PublicApi");
    }
}
