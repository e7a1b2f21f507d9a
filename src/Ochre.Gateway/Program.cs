using Ochre.Gateway.Cli;

return await OchreCommand.Build().Parse(args).InvokeAsync();
